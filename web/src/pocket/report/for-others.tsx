import { useWords } from "../../ui/language";
import { may, useHolder } from "../session";
import type { StepProps } from "./report-page";

const CHANNELS = ["own", "on_behalf", "phone_note"] as const;

/** Whoever may report for others says how it came in. No name and no number of the other person is asked for. */
export function ForOthers({ draft, change }: StepProps) {
  const words = useWords();
  const { person } = useHolder();
  if (!person || !may("report_for_others")) return null;
  return (
    <fieldset className="choices">
      <legend>{words.pocket.send.channel}</legend>
      {CHANNELS.map((channel) => (
        <label key={channel}>
          <input
            type="radio"
            name="channel"
            checked={(draft.channel ?? "own") === channel}
            onChange={() => change({ channel: channel === "own" ? undefined : channel })}
          />
          {words.pocket.send.channels[channel]}
        </label>
      ))}
    </fieldset>
  );
}
