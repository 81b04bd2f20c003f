/** What the phone says of answers and handovers that have not arrived: what that means, and after a refusal why and what to do. */
export const zhOwedWork = {
  unheard: {
    knock: "值班室还不知道这个回答。急事打电话。",
    handover: "接手的岗位还没有被叫到。急事打电话。",
  } as Record<string, string>,
  refused: {
    knock: {
      version_conflict: "后来又派过人,这是对上一次任务的回答,没有记下。任务还在就再去看一次;不在就把看到的情况打电话告诉值班室。",
      forbidden: "已改派别的岗位,这个回答没有记下。把看到的情况打电话告诉值班室。",
      not_found: "任务已不在了,这个回答没有记下。把看到的情况打电话告诉值班室。",
      call_ended: "叫应已结束,这个回答没有记下。人还没有找到的,打电话告诉值班室。",
    },
    handover: {
      version_conflict: "别人已先转交,你的转交没有生效。看现在由谁接手,要改就再转交。",
      helper_unknown: "这个岗位现在不能接手,没有转交。另选一个岗位。",
      not_found: "这次叫应已不归你,没有转交。急事打电话给值班室。",
      call_ended: "叫应已结束,没有转交,也不用再转交。",
    },
  } as Record<string, Record<string, string>>,
};

export const enOwedWork: typeof zhOwedWork = {
  unheard: {
    knock: "The duty desk does not know it yet. Call if it is urgent.",
    handover: "The other post has not been called yet. Call if it is urgent.",
  },
  refused: {
    knock: {
      version_conflict: "Somebody was sent again since: this answers the task before and was not taken. If the task is still here, look again; if not, call the duty desk and say what you saw.",
      forbidden: "Another post was sent instead: this answer was not taken. Call the duty desk and say what you saw.",
      not_found: "The task is gone: this answer was not taken. Call the duty desk and say what you saw.",
      call_ended: "The calls have ended: this answer was not taken. If nobody was found yet, call the duty desk.",
    },
    handover: {
      version_conflict: "Somebody else handed it over first: yours was not done. See who has it now, and hand it on if need be.",
      helper_unknown: "That post cannot take over now: nothing was handed over. Choose another one.",
      not_found: "This call is not yours any more: nothing was handed over. Call the duty desk if it is urgent.",
      call_ended: "The calls have ended: nothing was handed over, and nothing needs to be.",
    },
  },
};

export const owedWorkWords = { zh: zhOwedWork, en: enOwedWork };
