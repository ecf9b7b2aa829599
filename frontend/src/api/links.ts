import { get, post, upload } from "./client";

/** What the holder of a one-time link sees; only an open one says more than its state. */
export interface PublicLink {
  state: "open" | "answered" | "over" | "unknown";
  party: "courier" | "station" | "";
  to_name: string;
  station: string;
  waybill_tail: string;
  case_kind: string;
  question: string;
  asked_at: string | null;
  due_at: string | null;
  answers: ReadyAnswer[];
  offers_help: boolean;
}

export interface ReadyAnswer {
  code: string;
  zh: string;
  en: string;
  needs: "" | "time" | "text";
}

export interface LinkAnswer {
  answer: string;
  by: string;
  text: string;
  photo: File | null;
}

export const readLink = (token: string) => get<PublicLink>(`/links/${encodeURIComponent(token)}`);

export const answerLink = (
  token: string,
  given: LinkAnswer,
  onProgress?: (sent: number) => void,
) => {
  const form = new FormData();
  form.append("answer", given.answer);
  form.append("by", given.by);
  form.append("text", given.text);
  if (given.photo) form.append("photo", given.photo, given.photo.name);
  return upload<PublicLink>(`/links/${encodeURIComponent(token)}`, form, (sent) =>
    onProgress?.(sent),
  );
};

export type Trouble = "unreachable" | "carry_upstairs_unpaid" | "wrong_address";
export const callForHelp = (token: string, trouble: Trouble, text: string) =>
  post<PublicLink>(`/links/${encodeURIComponent(token)}/help`, { trouble, text });
