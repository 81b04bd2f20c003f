import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import type { Feed } from "../shell/feeds";
import { Read } from "../shell/section";
import { useWords } from "../shell/words";
import { useFeedEntries } from "./queries";
import { Why } from "./why";

/** What became of the latest entries, each with its reason: whoever runs the source can mend it. */
export function FeedEntries({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const say = useWords().sources;
  const f = useFormat();
  const query = useFeedEntries(feed.id);
  return (
    <BriefDialog title={say.entriesTitle(feed.name)} width={860} onCancel={onClose}>
      <Read query={query}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyPanel text={say.entriesEmpty} />
          ) : (
            <div className="import-findings" tabIndex={0} role="group" aria-label={say.entriesTitle(feed.name)}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{say.entry.what}</th>
                    <th scope="col">{say.entry.outcome}</th>
                    <th scope="col">{say.entry.reason}</th>
                    <th scope="col">{say.entry.when}</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((entry, i) => (
                    <tr key={i} data-outcome={entry.outcome}>
                      <td>
                        {entry.title ?? say.noTitle}
                        {entry.warning && (
                          <>
                            {" · "}
                            <Link to="/warnings/$id" params={{ id: entry.warning }}>
                              {say.open}
                            </Link>
                          </>
                        )}
                      </td>
                      <td>{say.outcome[entry.outcome]}</td>
                      <td>{entry.reason && <Why fault={entry.fault} detail={entry.reason} />}</td>
                      <td className="num">{f.dateTime(entry.changed_at)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Read>
    </BriefDialog>
  );
}
