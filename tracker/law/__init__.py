"""What the law and the town decide: plain values in, plain values or a `Refusal` out."""
