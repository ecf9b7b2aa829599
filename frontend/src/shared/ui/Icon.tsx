const paths = {
  bell: "M3.5 11.5h9L11.3 9.8V7a3.3 3.3 0 0 0-6.6 0v2.8L3.5 11.5ZM6.8 13.5h2.4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.8 10.8 14 14",
  check: "m3 8.5 3.2 3L13 4.5",
  cross: "m4.5 4.5 7 7m0-7-7 7",
  clip: "M12.5 7.5 7.6 12.4a2.8 2.8 0 0 1-4-4l5.2-5.2a1.9 1.9 0 0 1 2.7 2.7l-5 5a.9.9 0 0 1-1.3-1.3l4.5-4.5",
  chevron: "m6 3.5 4.5 4.5L6 12.5",
  back: "M10 3.5 5.5 8l4.5 4.5",
  down: "m4 6.5 4 4 4-4",
  share: "M8 10V2.5M5.2 5 8 2.3 10.8 5M3.5 8.5v5h9v-5",
} as const;

export function Icon({ name, size = 14 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg
      className="sd-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 26 26"
      aria-hidden="true"
      focusable="false"
      className="sd-logo"
    >
      <rect
        x="1.2"
        y="1.2"
        width="23.6"
        height="23.6"
        rx="6.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path d="M7 9h12M7 13h7M7 17h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <circle cx="18" cy="13" r="1.7" className="sd-logo-dot" />
    </svg>
  );
}

export function Keycap({ children }: { children: string }) {
  return <kbd className="sd-key">{children}</kbd>;
}
