package org.pando.registry.store;

import java.io.IOException;
import java.nio.file.Path;
import org.pando.registry.RegistryException;

/** Another node in {@link DataDirectoryTest}: holds a data directory until its input ends. */
final class DataDirectoryHolder {
  private DataDirectoryHolder() {}

  public static void main(String[] args) throws IOException, RegistryException {
    DataDirectory data = DataDirectory.open(Path.of(args[0]));
    System.out.println("held");
    System.in.readAllBytes();
    data.close();
  }
}
