package org.pando.resolver.app;

import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.owner.Registrar;
import org.pando.resolver.control.WitnessService;

/** The node as a witness, by way of the writer thread. Virtual threads. */
final class ControlWitness implements WitnessService {
  private final Registrar registrar;
  private final WriterThread writer;

  ControlWitness(Registrar registrar, WriterThread writer) {
    this.registrar = registrar;
    this.writer = writer;
  }

  @Override
  public Resumed resume(Resumption how) throws RegistryException {
    return writer.call(
        () -> {
          String suspension =
              registrar
                  .suspension()
                  .orElseThrow(
                      () ->
                          new RegistryException(
                              Kind.REFUSED,
                              "this node signs as a witness; there is nothing to resume"));
          return new Resumed(
              how.dryRun(), suspension, how.dryRun() ? List.of() : registrar.resumeWitness());
        });
  }
}
