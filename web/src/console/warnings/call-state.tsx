import type { CallView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { isSilent, sinceOf } from "./call-times";

/** How a call stands in words: `已呼叫,未应答 · 已上报 平安社区 · 已 6 分钟`. */
export function useCallText() {
  const words = useWords();
  const say = words.board.calls;
  const f = useFormat();
  const above = ({ above }: CallView) => (above ? say.escalatedTo(f.name(above.names)) : say.escalated);
  return {
    post: (call: CallView) => [f.name(call.title_names), f.name(call.unit?.names ?? {})].join(" · "),
    state: (call: CallView) => [say.state[call.state], call.escalated && isSilent(call) && above(call)].filter(Boolean).join(" · "),
    since: (call: CallView, now: number) => {
      const at = sinceOf(call);
      if (at == null) return "";
      return isSilent(call) ? say.since(f.span(now - at)) : f.listTime(at, now);
    },
  };
}
