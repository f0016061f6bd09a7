import { EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import { launch } from "./launch.js";

/**
 * What the example does, in whatever runs it.
 *
 * @param {() => import("./launch.js").Command} command
 */
export function testScenarios(command) {
  test("a person signs in, asks an API who they are, and signs out", async () => {
    const { page, world } = await launch(command());
    await page.getByText("Nobody is signed in").waitFor();
    await page.getByText("The broker is available, version").waitFor();

    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Adele Vance" }).waitFor();
    expect(await page.locator("#username").textContent()).toBe("adele@contoso.example");
    expect(await page.locator("#facts").textContent()).toContain("the broker is available");
    // The window is the parent of the broker's.
    expect(lastInteraction(world)?.body).toMatchObject({ parentWindowHandle: expect.any(Number) });

    await page.reload();
    await page.getByRole("heading", { name: "Adele Vance" }).waitFor();
    await page.getByRole("button", { name: "Who am I?" }).click();
    await page.getByText("Emulated").waitFor();

    const { issuedSecrets } = world.emulator.directory;
    const content = await page.content();
    expect(issuedSecrets.length).toBeGreaterThan(0);
    for (const secret of issuedSecrets) expect(content.includes(secret)).toBe(false);

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Nobody is signed in").waitFor();
  });

  test("Cancel closes the broker's window", async () => {
    const { opened, closed, onInteraction } = whoWaits();
    const { page } = await launch(command(), { onInteraction });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Waiting for the sign-in window").waitFor();
    await opened;
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Sign in", disabled: false }).waitFor();
    expect(await page.getByRole("alert").isVisible()).toBe(false);
    await closed;
  });

  test.each([
    { what: "a reload", leave: (/** @type {import("playwright-core").Page} */ page) => page.reload() },
    {
      // Nothing answers there: Chromium takes the port for no web server's.
      what: "leaving for a page that cannot be loaded",
      leave: (/** @type {import("playwright-core").Page} */ page) =>
        expect(page.goto("http://127.0.0.1:9/")).rejects.toThrow("net::"),
    },
    {
      what: "closing the window",
      leave: (/** @type {import("playwright-core").Page} */ page) => page.close(),
    },
  ])("$what closes the broker's window", async ({ leave }) => {
    const { opened, closed, onInteraction } = whoWaits();
    const { page } = await launch(command(), { onInteraction });
    await page.getByRole("button", { name: "Sign in" }).click();
    await opened;
    expect(await page.locator("#status").textContent()).toBe("Waiting for the sign-in window …");
    await leave(page);
    await closed;
  });

  test("the application ends with its window", async () => {
    const { page, ended } = await launch(command());
    await page.close();
    expect(await ended).toEqual([0, null]);
  });

  test("what goes wrong is said in the broker's words, with what to do", async () => {
    const { page, world } = await launch(command());
    world.emulator.broker.faults.add({ fault: "status", value: 5, context: "the server is on holiday" });
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert");
    await alert.getByRole("heading", { name: "server_unavailable" }).waitFor();
    expect(await alert.textContent()).toContain("the server is on holiday");
    expect(await page.locator("#error-hint").textContent()).toBe("Try again later.");
  });

  test("an API that asks for a new sign-in gets one, with its claims", async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const { page, world } = await launch(command());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Adele Vance" }).waitFor();
    world.answerNext({ claims });
    await page.getByRole("button", { name: "Who am I?" }).click();
    await page.getByRole("heading", { name: "asks for a new sign-in" }).waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => JSON.stringify(lastInteraction(world)?.body)).toContain("1700000000");
    await page.getByRole("alert").waitFor({ state: "hidden" });
  });

  test("a script in the page can neither leave its sandbox, nor load anything, nor have a token", async () => {
    const { page } = await launch(command());
    const found = await page.evaluate(async () => {
      /** @type {import("@authbroker/electron/renderer").AuthbrokerBridge} */
      const authbroker = Reflect.get(globalThis, "authbroker");
      return {
        globals: ["require", "process", "Buffer", "electron"].filter((name) => name in globalThis),
        bridge: Object.keys(authbroker).toSorted(),
        network: await fetch("https://example.com/").then(
          () => "loaded",
          () => "refused",
        ),
        token: await authbroker
          .acquireTokenInteractive({ scopes: ["https://graph.microsoft.com/User.Read"] })
          .then(
            () => "given",
            (/** @type {import("@authbroker/electron/renderer").BridgeError} */ error) => error.errorCode,
          ),
      };
    });
    expect(found).toEqual({
      globals: [],
      bridge: [
        "abort",
        "acquireTokenInteractive",
        "acquireTokenSilent",
        "call",
        "getAllAccounts",
        "probeBroker",
        "signIn",
        "signOut",
      ],
      network: "refused",
      token: "request_unsupported",
    });
  });
}

/** @param {Awaited<ReturnType<typeof launch>>["world"]} world */
function lastInteraction({ emulator }) {
  return emulator.broker.requests.findLast(({ method }) => method === "acquireTokenInteractively");
}

/** A person who leaves the broker's window open, until the application closes it. */
function whoWaits() {
  const windows = new EventEmitter();
  return {
    opened: once(windows, "opened"),
    closed: once(windows, "closed"),
    /** @type {import("@authbroker/emulator").OnInteraction} */
    onInteraction: async ({ signal }) => {
      windows.emit("opened");
      await once(signal, "abort");
      windows.emit("closed");
      return { cancel: true };
    },
  };
}
