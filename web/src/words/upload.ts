/** What is said of a picture or voice note on its way, in both languages: few are large enough to wait for. */
export const zhUpload = {
  photo: "正在上传照片",
  voice: "正在上传录音",
};

export const enUpload: typeof zhUpload = {
  photo: "Uploading a photo",
  voice: "Uploading a voice note",
};

export const uploadWords = { zh: zhUpload, en: enUpload };
