// Made by `make messages`: the English of what scripts say.
self.ENGLISH = {
  "Báo cáo hoàn thành": "Report completion",
  "Bấm lần nữa để xóa hẳn khỏi máy này": "Press again to delete it from this device for good",
  "Chưa gửi được. Mở để xem cần sửa gì.": "It could not be sent. Open it to see what to correct.",
  "Có người vừa cập nhật nhiệm vụ này. Mở để xem hai bên rồi gửi lại.": "Somebody has just changed this task. Open it to see both sides and send again.",
  "Cập nhật tiến độ": "Update progress",
  "Của": "By",
  "Không có mạng. Đây là bản lưu lúc {when} trên máy này, có thể chưa phải mới nhất.": "No network. This was kept on this device at {when} and may not be the newest.",
  "Nhiệm vụ số": "Task no.",
  "Tệp": "File",
  "Xem báo cáo chờ gửi": "See reports waiting to be sent",
  "người khác": "somebody else",
  "{number} báo cáo chưa gửi được, cần anh/chị xem lại.": "{number} reports could not be sent, please look at them.",
  "{number} báo cáo đang chờ có mạng để gửi.": "{number} reports wait for the network.",
  "Đang chờ có mạng; sẽ tự gửi một lần.": "Waiting for the network; it is sent once by itself.",
  "Đã gửi {number} báo cáo viết lúc không có mạng.": "{number} reports written without a network were sent.",
  "đăng nhập lại để gửi": "sign in again to send it"
};
