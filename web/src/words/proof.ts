/** What the phone says while it works for a report, in both languages: it comes with the work. */
export const zhProof = {
  working: "这个网络上报较多。手机正在做一小段计算,证明不是机器群发,一般几秒,算完自动发出。",
};

export const enProof: typeof zhProof = {
  working: "Many reports come from your network. The phone is doing a short calculation to show that this is no mass sending. It takes some seconds; then the report goes out by itself.",
};
