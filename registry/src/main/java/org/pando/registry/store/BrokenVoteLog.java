package org.pando.registry.store;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** In place of a vote log that cannot be opened: the node goes on, and signs nothing. */
public final class BrokenVoteLog implements VoteLog {
  private final String reason;

  /**
   * @param file the log
   * @param fault why it cannot be opened
   */
  public BrokenVoteLog(Path file, RegistryException fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    this.reason =
        "witness log "
            + file
            + " cannot be used ("
            + cause.getMessage()
            + "). Names can be updated and revoked, but not registered, renewed, transferred or"
            + " released. Stop the node, mend the file or move it aside together with its -wal and"
            + " -shm files, start the node again and see: pando status";
  }

  @Override
  public Optional<String> suspension() {
    return Optional.of(reason);
  }

  @Override
  public void suspend() {}

  @Override
  public void resume() throws RegistryException {
    throw broken();
  }

  @Override
  public @Nullable Slot slot(NetworkId network, long epoch, String name) throws RegistryException {
    throw broken();
  }

  @Override
  public @Nullable Bytes vote(Instance instance, int round, Phase phase) throws RegistryException {
    throw broken();
  }

  @Override
  public long newestVote(NetworkId network, String name) {
    return -1;
  }

  @Override
  public void save(Instance instance, Slot slot) throws RegistryException {
    throw broken();
  }

  @Override
  public void cast(Instance instance, Slot slot, int round, Phase phase, Bytes vote)
      throws RegistryException {
    throw broken();
  }

  @Override
  public void decided(Instance instance) throws RegistryException {
    throw broken();
  }

  @Override
  public void close() {}

  private RegistryException broken() {
    return new RegistryException(Kind.STORE, reason);
  }
}
