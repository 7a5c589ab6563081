package org.pando.registry.owner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.Signer;

/**
 * Ends the service of names (section 7, revoke), and signs revocations in advance for the day on
 * which the key is gone. Writer thread.
 */
final class Revocations {
  private final Names names;
  private final OwnKeys keys;
  private final SignedFiles files;

  /**
   * @param folder where revocations that were signed in advance are kept
   */
  Revocations(Names names, OwnKeys keys, Path folder) {
    this.names = names;
    this.keys = keys;
    this.files = new SignedFiles(folder, ".revocation");
  }

  /** Revokes a name with its owner key, else its recovery key, else the file signed in advance. */
  Registrar.Outcome revoke(Network network, String key, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    present.expect(expectSeq);
    if (present.isRevoked()) {
      return unchanged(present);
    }
    return publish(present, revocation(present), dryRun);
  }

  /** Revokes a name with a file that was kept elsewhere. */
  Registrar.Outcome revoke(
      Network network, String key, RevocationFile file, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    present.expect(expectSeq);
    if (present.isRevoked()) {
      return unchanged(present);
    }
    if (!file.network().equals(network.id()) || !file.item().subject().equals(present.subject())) {
      throw new RegistryException(
          Kind.CONFLICT,
          "the file revokes "
              + file.name()
              + (file.name().equals(present.full())
                  ? " as an earlier owner held it, and it has changed hands since; give the file"
                      + " that was made then"
                  : ", not " + present.full() + "; give the file of that name"));
    }
    return publish(present, file.item(), dryRun);
  }

  private static Registrar.Outcome unchanged(Present present) {
    return new Registrar.Outcome(present.network(), present.name(), false, null, List.of());
  }

  private Registrar.Outcome publish(Present present, RevokeItem revocation, boolean dryRun)
      throws RegistryException {
    Bundle revoked = present.bundle().withRevoke(revocation);
    names.publish(present.network(), revoked, dryRun);
    return Registrar.Outcome.of(present.network(), revoked);
  }

  private RevokeItem revocation(Present present) throws RegistryException {
    try {
      Signatory signatory =
          keys.signatory(
              present.full(),
              present.holder(),
              present.isKeyName() ? List.of(Signer.OWNER) : List.of(Signer.OWNER, Signer.RECOVERY));
      return sign(present.network(), present.bundle(), signatory);
    } catch (RegistryException e) {
      Optional<RevocationFile> file = find(present);
      if (file.isPresent() && noKeySigns(e.kind())) {
        return file.get().item();
      }
      throw e;
    }
  }

  private static boolean noKeySigns(Kind kind) {
    return kind == Kind.NO_KEY || kind == Kind.LOCKED;
  }

  private RevokeItem sign(Network network, Bundle bundle, Signatory signatory) {
    return RevokeItem.sign(
        new RevokeItem.Payload(bundle.subject(network.id()), signatory.signer(), names.now()),
        signatory.key(),
        network.id());
  }

  /** The file of a name that fits its present tenure. */
  Optional<RevocationFile> find(Present present) throws RegistryException {
    Optional<String> text = files.read(present.full());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String where = files.path(present.full()).toString();
    return Optional.of(RevocationFile.decode(where, text.get()))
        .filter(file -> file.item().subject().equals(present.subject()));
  }

  Path path(String fullName) {
    return files.path(fullName);
  }

  /**
   * Signs the revocation of a tenure that has begun and keeps it. That it could not be kept is no
   * reason for the operation to fail.
   *
   * @return what to say about it
   */
  List<String> signInAdvance(Network network, Bundle bundle, SigningKey owner) {
    String full = Names.full(network, bundle.key());
    RevokeItem item = sign(network, bundle, new Signatory(Signer.OWNER, owner));
    try {
      files.write(full, new RevocationFile(full, network.id(), item).encode());
      return List.of();
    } catch (RegistryException e) {
      return List.of("its revocation is not kept: " + e.getMessage());
    }
  }

  /** Forgets the file of a name whose tenure is over; returns what went wrong with that. */
  List<String> forget(String fullName) {
    return files.forget(fullName);
  }

  /** Signs what is missing: for a name from before there were such files, or after a crash. */
  void signMissing(Present present) throws RegistryException {
    if (present.isRevoked() || isKept(present)) {
      return;
    }
    try {
      Signatory owner = keys.signatory(present.full(), present.holder(), List.of(Signer.OWNER));
      List<String> _ = signInAdvance(present.network(), present.bundle(), owner.key());
    } catch (RegistryException e) {
      if (!noKeySigns(e.kind())) {
        throw e;
      }
    }
  }

  private boolean isKept(Present present) throws RegistryException {
    try {
      return find(present).isPresent();
    } catch (RegistryException e) {
      if (e.kind() != Kind.INVALID) {
        throw e;
      }
      return false;
    }
  }

  /** Whether a revocation is kept for the name, in whichever tenure. */
  boolean hasFile(String fullName) {
    return Files.exists(files.path(fullName));
  }
}
