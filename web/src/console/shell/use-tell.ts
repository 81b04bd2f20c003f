import { App } from "antd";
import { asProblem } from "../../api/problem";
import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";

/** Says what became of a step. */
export function useTell() {
  const words = useWords();
  const { message } = App.useApp();
  return {
    done: (text: string) => void message.success(text),
    failed: (error: unknown) => void message.error(problemText(asProblem(error), words)),
  };
}
