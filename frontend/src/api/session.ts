import { get, post, remove } from "./client";

export type Role =
  | "firm_owner"
  | "manager"
  | "supervisor"
  | "agent"
  | "quality"
  | "finance"
  | "station_owner"
  | "operator"
  | "service";

export interface FirmChoice {
  slug: string;
  name: string;
}

export interface Session {
  user: { id: string; name: string; email: string };
  member: { id: string; role: Role };
  firm: { id: string; slug: string; name: string; timezone: string };
  firms: FirmChoice[];
  permissions: string[];
}

export const sessionKey = ["session"] as const;

export const readSession = () => get<Session>("/session");
export const signIn = (email: string, password: string, firm?: string) =>
  post<Session>("/session", firm ? { email, password, firm } : { email, password });
export const signOut = () => remove("/session");
