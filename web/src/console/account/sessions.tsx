import { Button } from "antd";
import { useFormat } from "../../ui/language";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useEndSession, useSessions } from "./queries";
import { useWords } from "../shell/words";

export function Sessions() {
  const words = useWords();
  const say = words.account.sessions;
  const f = useFormat();
  const tell = useTell();
  const sessions = useSessions();
  const end = useEndSession();
  return (
    <Section id="sessions" title={say.title}>
      <p className="quiet small">{say.what}</p>
      <Read query={sessions}>
        {(items) => (
          <ul className="rows">
            {items.map((item) => (
              <li key={item.id}>
                <div>
                  <strong className="num">{say.began(f.dateTime(item.created_at))}</strong>
                  {item.current && <span className="tag">{say.current}</span>}
                  {item.second_factor && <span className="tag">{say.factor}</span>}
                  <div className="quiet small num">
                    {say.seen(f.dateTime(item.last_seen_at))} · {say.ends(f.dateTime(item.ends_at))}
                  </div>
                </div>
                {!item.current && (
                  <Button
                    aria-label={say.endWhich(f.dateTime(item.created_at))}
                    loading={end.isPending && end.variables === item.id}
                    onClick={() => end.mutate(item.id, { onSuccess: () => tell.done(say.ended), onError: tell.failed })}
                  >
                    {say.end}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Read>
    </Section>
  );
}
