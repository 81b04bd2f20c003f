/** What the console alone says of calls that are handed over and of posts that somebody is sent to, in both languages. */
export const zhKnockDesk = {
  handOver: {
    open: "转交",
    openWhich: (post: string) => `转交叫应:${post}`,
    title: (post: string) => `转交给谁:${post}`,
    done: (post: string) => `已转交给 ${post}`,
    waits: "正在叫",
    called: (time: string) => `${time} 已叫`,
  },
  order: {
    open: "派人去",
    openWhich: (post: string) => `派人去:${post}`,
    title: (post: string) => `派谁去:${post}`,
    what: "写进这个岗位的手机任务。再派一次,以后一次为准。",
    way: "怎么去",
    minutes: "多久以内",
    span: (n: string) => `${n} 分钟`,
    send: "派去",
    done: (post: string) => `已派 ${post}`,
  },
  who: "哪个岗位",
  whoNeed: "选一个岗位",
  line: (way: string, post: string, time: string) => `${way}:${post} · ${time} 前`,
  dark: "通信中断,自动派出",
};

export const enKnockDesk: typeof zhKnockDesk = {
  handOver: {
    open: "Hand over",
    openWhich: (post) => `Hand over: ${post}`,
    title: (post) => `Hand over to whom: ${post}`,
    done: (post) => `Handed over to ${post}`,
    waits: "being called",
    called: (time) => `called ${time}`,
  },
  order: {
    open: "Send somebody",
    openWhich: (post) => `Send somebody: ${post}`,
    title: (post) => `Who goes: ${post}`,
    what: "It becomes a task on the phone of this post. Sent again, the last order counts.",
    way: "How",
    minutes: "Within",
    span: (n) => `${n} minutes`,
    send: "Send",
    done: (post) => `${post} is sent`,
  },
  who: "Which post",
  whoNeed: "Choose a post",
  line: (way, post, time) => `${way}: ${post} · by ${time}`,
  dark: "no network there, sent by itself",
};

export const knockDeskWords = { zh: zhKnockDesk, en: enKnockDesk };
