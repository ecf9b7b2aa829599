import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { landingOf } from "./landing";
import { firmRoutes, wallboardRoute } from "./routes/firm";
import { phoneRoutes } from "./routes/phone";
import { requireSession, rootRoute } from "./routes/roots";
import { parseSearch, signInSearch, stringifySearch } from "./search";

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

const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  firmRoutes,
  wallboardRoute,
  ...phoneRoutes,
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
