import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { readSession, type Session, sessionKey } from "@/api/session";
import { wantFirmTexts } from "@/shared/i18n/locale";
import { setZone } from "@/shared/time/time";
import { NotFound } from "../NotFound";
import { queryClient } from "../query";

/** Who is signed in, or null. */
async function ensureSession(): Promise<Session | null> {
  try {
    const session = await queryClient.ensureQueryData({
      queryKey: sessionKey,
      queryFn: readSession,
      staleTime: Number.POSITIVE_INFINITY,
    });
    setZone(session.firm.timezone || "Asia/Shanghai");
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Whoever is signed in; anybody else is sent to sign in first. */
export async function requireSession(href: string): Promise<Session> {
  const session = await ensureSession();
  if (!session) throw redirect({ to: "/sign-in", search: { next: href } });
  return session;
}

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** The firm's own people: top bar, keys, status bar. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "firm",
  beforeLoad: async ({ location }) => {
    const session = await requireSession(location.href);
    if (session.member.role === "station_owner") throw redirect({ to: "/owner" });
    await wantFirmTexts();
    return { session };
  },
  component: lazyRouteComponent(() => import("../shell/Shell"), "Shell"),
});
