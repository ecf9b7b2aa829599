import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { readSession, type Session, sessionKey } from "@/api/session";
import { wantFirmTexts } from "@/shared/i18n/locale";
import { setZone } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { landingOf } from "./landing";
import { NotFound } from "./NotFound";
import { queryClient } from "./query";
import {
  deskSearch,
  finesSearch,
  gapsSearch,
  ownerSearch,
  parseSearch,
  signInSearch,
  stringifySearch,
} from "./search";

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

async function requireSession(href: string): Promise<Session> {
  const session = await ensureSession();
  if (!session) throw redirect({ to: "/sign-in", search: { next: href } });
  return session;
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("@/features/sign-in/SignInPage"), "SignInPage"),
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    const session = await requireSession("/");
    throw redirect({ to: landingOf(session.member.role) });
  },
});

/** The firm's own people: top bar, keys, status bar. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "firm",
  beforeLoad: async ({ location }) => {
    const session = await requireSession(location.href);
    if (session.member.role === "station_owner") throw redirect({ to: "/owner" });
    await wantFirmTexts();
    return { session };
  },
  component: lazyRouteComponent(() => import("./shell/Shell"), "Shell"),
});

const deskPage = lazyRouteComponent(() => import("@/features/desk/DeskPage"), "DeskPage");
const deskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/desk/{-$caseId}",
  validateSearch: deskSearch,
  component: deskPage,
});
const finesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/fines/{-$fineId}",
  validateSearch: finesSearch,
  component: lazyRouteComponent(() => import("@/features/fines/FinesPage"), "FinesPage"),
});
const gapsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/gaps",
  validateSearch: gapsSearch,
  component: lazyRouteComponent(() => import("@/features/gaps/GapsPage"), "GapsPage"),
});
const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/imports/{-$batchId}",
  component: lazyRouteComponent(() => import("@/features/imports/ImportsPage"), "ImportsPage"),
});
const adminRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/{-$tab}",
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});
const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/wallboard",
  beforeLoad: async ({ location }) => {
    const session = await requireSession(location.href);
    await wantFirmTexts();
    return { session };
  },
  component: lazyRouteComponent(
    () => import("@/features/wallboard/WallboardPage"),
    "WallboardPage",
  ),
});

/** The station owner's phone: its own small chunk, no component library in it. */
const ownerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerHome"), "OwnerHome"),
});
const ownerFinesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/fines",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerFines"), "OwnerFines"),
});
const ownerFineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/fines/$fineId",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerFine"), "OwnerFine"),
});

const ownerMeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/me",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerMe"), "OwnerMe"),
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  shellRoute.addChildren([deskRoute, finesRoute, gapsRoute, importsRoute, adminRoute]),
  wallboardRoute,
  ownerRoute,
  ownerFinesRoute,
  ownerFineRoute,
  ownerMeRoute,
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPendingComponent: () => <LoadingState />,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorState
      error={error}
      onRetry={() => {
        reset();
        router.invalidate();
      }}
    />
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
