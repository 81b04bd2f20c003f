import { useWords } from "./words";

/** Says that places came from OpenStreetMap. */
export function MapSource({ className }: { className: string }) {
  const say = useWords().register;
  return (
    <p className={`quiet ${className}`}>
      {say.fromMap}{" "}
      <a href="https://www.openstreetmap.org/copyright" rel="noreferrer">
        © OpenStreetMap
      </a>
    </p>
  );
}
