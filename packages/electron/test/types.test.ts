import type { PublicClientApplication } from "@authbroker/core";
import type {
  AuthbrokerBridge,
  BridgeAccount,
  Client,
  IpcMain,
  Session,
  SignInResult,
  TokenResult,
  WebContents,
  Windows,
} from "@authbroker/electron/main";
import type { AuthbrokerMethods } from "@authbroker/electron/renderer";
import type Electron from "electron";
import { describe, expectTypeOf, test } from "vitest";

declare module "@authbroker/electron/renderer" {
  interface AuthbrokerMethods {
    me(): Promise<{ readonly name: string }>;
    rename(name: string): void;
    list(folder?: string): number;
    find(text: string | undefined): number;
    keep(anything: unknown): void;
    move(name: string, folder: string): void;
  }
}

declare const authbroker: AuthbrokerBridge<AuthbrokerMethods>;

describe("Electron's own objects fit", () => {
  test("ipcMain, and the ipc of one window", () => {
    expectTypeOf<Electron.IpcMain>().toExtend<IpcMain>();
    expectTypeOf<Electron.WebContents["ipc"]>().toExtend<IpcMain>();
  });

  test("BrowserWindow, WebContents and Session", () => {
    expectTypeOf<typeof Electron.BrowserWindow>().toExtend<Windows>();
    expectTypeOf<Electron.WebContents>().toExtend<WebContents>();
    expectTypeOf<Electron.Session>().toExtend<Session>();
  });
});

test("a client fits", () => {
  expectTypeOf<PublicClientApplication>().toExtend<Client>();
});

test("a page sees no token in a sign-in and no ID token in an account", () => {
  expectTypeOf<SignInResult>().not.toHaveProperty("accessToken");
  expectTypeOf<TokenResult>().not.toHaveProperty("idToken");
  expectTypeOf<BridgeAccount>().not.toHaveProperty("idTokenClaims");
});

test("the methods of an application have their own types in the page", () => {
  expectTypeOf(() => authbroker.call("me")).returns.resolves.toEqualTypeOf<{ readonly name: string }>();
  expectTypeOf(() => authbroker.call("rename", "x")).returns.resolves.toEqualTypeOf<void>();
  // @ts-expect-error -- the parameter is missing
  expectTypeOf(() => authbroker.call("rename")).toBeFunction();
  // @ts-expect-error -- there is no such method
  expectTypeOf(() => authbroker.call("remove", "x")).toBeFunction();
});

test("a parameter can be left out where its method lets it, and is of the method's type", () => {
  const request = { correlationId: crypto.randomUUID() };
  expectTypeOf(() => authbroker.call("list")).returns.resolves.toEqualTypeOf<number>();
  expectTypeOf(() => authbroker.call("list", "drafts", request)).toBeFunction();
  expectTypeOf(() => authbroker.call("list", undefined, request)).toBeFunction();
  expectTypeOf(() => authbroker.call("me", undefined, request)).toBeFunction();
  expectTypeOf(() => authbroker.call("find", undefined)).toBeFunction();
  expectTypeOf(() => authbroker.call("keep", [1])).toBeFunction();
  // @ts-expect-error -- it takes a string
  expectTypeOf(() => authbroker.call("list", 1)).toBeFunction();
  // @ts-expect-error -- it takes no parameter
  expectTypeOf(() => authbroker.call("me", "x")).toBeFunction();
  // @ts-expect-error -- it may be undefined, but is not to be forgotten
  expectTypeOf(() => authbroker.call("find")).toBeFunction();
  // @ts-expect-error -- one parameter crosses, and no second
  expectTypeOf(() => authbroker.call("move", "a", "b")).toBeFunction();
});

test("what would not cross does not compile", () => {
  // @ts-expect-error -- a signal does not cross
  expectTypeOf(() => authbroker.signIn({ signal: AbortSignal.abort() })).toBeFunction();
  // @ts-expect-error -- a page does not choose who signs people in
  expectTypeOf(() => authbroker.signIn({ authority: "https://login.example/common" })).toBeFunction();
});
