// The client: it starts `screenc lsp` and leaves everything else to it.
const { commands, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
  const command = workspace.getConfiguration("screenc").get("path") || "screenc";
  const server = { command, args: ["lsp"], transport: TransportKind.stdio };
  const options = { documentSelector: [{ language: "shot" }] };
  client = new LanguageClient("screenc", "screenc", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    window.showErrorMessage(
      `screenc cannot be started (${command}): ${error.message}. Install it with: pip install 'screenc[editor]', ` +
        "and set screenc.path if it lies in a virtual environment."
    );
  }
}

async function stop() {
  if (client) {
    const old = client;
    client = undefined;
    await old.stop();
  }
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("screenc.restart", async () => {
      await stop();
      await start();
    }),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("screenc.path")) {
        await stop();
        await start();
      }
    })
  );
  await start();
}

module.exports = { activate, deactivate: stop };
