package org.pando.resolver.local;

import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is wrong with hosts files, each problem when it appears and not again while it lasts.
 * Belongs to the thread that reads them.
 */
final class HostsProblems {
  private static final Logger LOG = LoggerFactory.getLogger(HostsProblems.class);
  private static final int MAX_LOGGED = 20;

  private Set<String> before = Set.of();
  private Set<String> now = new LinkedHashSet<>();
  private int unlogged;

  /** Begins a new reading of all files. */
  void begin() {
    before = now;
    now = new LinkedHashSet<>();
    unlogged = 0;
  }

  void add(String problem) {
    if (now.size() == MAX_LOGGED) {
      unlogged++;
    } else if (now.add(problem) && !before.contains(problem)) {
      LOG.warn("{}", problem);
    }
  }

  /** Ends it. */
  void end() {
    if (unlogged > 0 && !before.equals(now)) {
      LOG.warn("hosts files: {} more lines like these are skipped", unlogged);
    }
  }
}
