/** This package's version, as its log lines name it; a test holds it against package.json. */
export const VERSION = "0.1.0";
