import { useState } from "react";
import { useWords } from "../ui/language";

/** The button that deletes what somebody registered, and the question before it does. */
export function EraseOwn({ say, onErase }: { say: { erase: string; eraseSure: string }; onErase: () => Promise<void> }) {
  const words = useWords();
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <button type="button" className="secondary" onClick={() => setSure(true)}>
        {say.erase}
      </button>
    );
  }
  return (
    <div className="hint-box">
      <p>{say.eraseSure}</p>
      <div className="two">
        <button type="button" className="secondary" onClick={() => void onErase()}>
          {say.erase}
        </button>
        <button type="button" className="secondary" onClick={() => setSure(false)}>
          {words.cancel}
        </button>
      </div>
    </div>
  );
}
