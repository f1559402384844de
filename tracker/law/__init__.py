"""What the law and the authority's own rules decide: plain values in, plain values or a refusal out."""
