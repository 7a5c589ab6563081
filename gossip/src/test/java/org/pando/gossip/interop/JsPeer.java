package org.pando.gossip.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A js-libp2p node: {@code peer.mjs}, whose README says what it takes and tells. Any thread. */
final class JsPeer extends PeerProcess {
  static final String DEFAULT_FOLDER = "src/test/js-peer";
  static final Path FOLDER =
      Path.of(Objects.requireNonNullElse(System.getenv("PANDO_JS_PEER"), DEFAULT_FOLDER));

  private JsPeer(List<String> command) {
    super(new ProcessBuilder(command).directory(FOLDER.toFile()));
  }

  /** Starts a peer with options of {@code peer.mjs}, and waits until it listens. */
  static JsPeer start(String... options) {
    List<String> command = new ArrayList<>(List.of("node", "peer.mjs", "--commands"));
    command.addAll(List.of(options));
    return new JsPeer(command);
  }

  /** One whose messages are not signed and named by the SHA-256 of their data, as ours are. */
  static JsPeer startUnsigned(String... options) {
    List<String> all = new ArrayList<>(List.of("--sign-policy", "StrictNoSign"));
    all.addAll(List.of("--msg-id", "sha256", "--heartbeat", "200"));
    all.addAll(List.of(options));
    return start(all.toArray(String[]::new));
  }
}
