/** What the page behind the link in a test of the call chain says, in both languages. */
export const zhChainLink = {
  title: "叫应链路测试",
  what: "这是测试,不是预警。点一下,证明这条消息能送到您手里。",
  press: "我收到了",
  thanks: "谢谢,已记下。可以关掉这一页。",
  wrong: "链接不完整,或测试已经结束。不用再做什么。",
};

export const enChainLink: typeof zhChainLink = {
  title: "Test of the call chain",
  what: "This is a test, no warning. One press shows that this message reaches you.",
  press: "I received it",
  thanks: "Thank you, it counts. You may close this page.",
  wrong: "The link is not complete, or the test is over. Nothing needs to be done.",
};

export const chainLinkWords = { zh: zhChainLink, en: enChainLink };
