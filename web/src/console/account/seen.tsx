import { useFormat } from "../../ui/language";
import { useTitles } from "../shell/queries";
import { Read, Section } from "../shell/section";
import { UnitName } from "../shell/unit-name";
import { useHoldings } from "./queries";
import { useWords } from "../shell/words";

/** Posts, not names: who looked is answered by the office that they held. */
export function Seen() {
  const words = useWords();
  const say = words.account.seen;
  const f = useFormat();
  const title = useTitles();
  const holdings = useHoldings();
  return (
    <Section id="seen" title={say.title}>
      <Read query={holdings}>
        {({ unmaskings }) =>
          unmaskings.length === 0 ? (
            <p className="quiet">{say.none}</p>
          ) : (
            <ul className="rows">
              {[...unmaskings].reverse().map((one, i) => (
                <li key={`${one.at}-${i}`}>
                  <div>
                    <strong>{one.title ? title(one.title) : say.operator}</strong> {one.unit && <UnitName id={one.unit} />}
                    <div className="quiet small num">
                      {f.dateTime(one.at)} · {words.account.contacts.kind[one.kind] ?? one.kind}
                    </div>
                    <div>{one.reason ?? <span className="quiet">{say.noReason}</span>}</div>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Section>
  );
}
