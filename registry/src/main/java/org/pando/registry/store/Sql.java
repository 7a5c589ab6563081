package org.pando.registry.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * The statements of {@link SqliteStore} and {@link StoreReader}, over the tables of {@link
 * SqliteSchema}.
 */
final class Sql {
  static final String NETWORKS =
      "SELECT net, id, genesis, secret, peers, sharing.net IS NOT NULL FROM network"
          + " LEFT JOIN sharing USING (net) ORDER BY net";
  static final String CONFIGS =
      "SELECT epoch, link, carry FROM config WHERE net = ? ORDER BY epoch";
  static final String ADD_NETWORK = "INSERT INTO network(id, genesis) VALUES (?, ?) RETURNING net";
  static final String ADD_CONFIG =
      "INSERT INTO config(net, epoch, link, carry) VALUES (?, ?, ?, ?)";
  static final String SHARE = "INSERT OR REPLACE INTO sharing(net, secret, peers) VALUES (?, ?, ?)";

  /** Each empties one table of a network. */
  static final List<String> REMOVE_NETWORK =
      Stream.of("bundle", "history", "claim", "config", "sharing", "network")
          .map(table -> "DELETE FROM " + table + " WHERE net = ?")
          .toList();

  static final String PUT =
      "INSERT OR REPLACE INTO bundle(net, key, ts, id, state) VALUES (?, ?, ?, ?, ?)";
  static final String GET = "SELECT key, ts, id, state FROM bundle WHERE net = ? AND key = ?";
  static final String BY_ID = "SELECT key, ts, id, state FROM bundle WHERE net = ? AND id = ?";
  static final String PAGE =
      "SELECT key, ts, id, state FROM bundle WHERE net = ? AND key > ? ORDER BY key LIMIT ?";
  static final String BY_TIME =
      "SELECT key, ts, id, state FROM bundle WHERE net = ? ORDER BY ts, id";

  static final String ADD_HISTORY =
      "INSERT OR REPLACE INTO history(net, key, g, item) VALUES (?, ?, ?, ?)";
  static final String TRIM_HISTORY =
      "DELETE FROM history WHERE net = ?1 AND key = ?2 AND g NOT IN"
          + " (SELECT g FROM history WHERE net = ?1 AND key = ?2 ORDER BY g DESC LIMIT ?3)";
  static final String HISTORY =
      "SELECT g, item FROM history WHERE net = ? AND key = ? ORDER BY g DESC";
  static final String PUT_CLAIM =
      "INSERT OR REPLACE INTO claim(net, name, g, phase, state) VALUES (?, ?, ?, ?, ?)";
  static final String CLAIMS =
      "SELECT name, g, phase, state FROM claim WHERE net = ? ORDER BY name";
  static final String FORGET_CLAIM = "DELETE FROM claim WHERE net = ? AND name = ? AND g <= ?";

  /** Verifies the structure of all pages; reads the whole file. */
  static final String CHECK = "PRAGMA quick_check(1)";

  static final String COUNT = "SELECT count(*) FROM bundle";

  /** Writes a compact copy as of one moment to a new or an empty file. */
  static final String COPY = "VACUUM INTO ?";

  private Sql() {}
}
