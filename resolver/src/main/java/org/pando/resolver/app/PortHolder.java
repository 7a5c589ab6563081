package org.pando.resolver.app;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who holds a port, as far as this system and this user's rights tell (Linux, proc(5)). */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final List<String> TABLES = List.of("net/udp", "net/udp6", "net/tcp", "net/tcp6");

  private PortHolder() {}

  /** Such as {@code systemd-resolved (process 411)}, or a way to find out. */
  static String describe(int port) {
    try {
      Set<String> sockets = sockets(port);
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
        for (Path process : processes) {
          if (holdsOne(process, sockets)) {
            String name = Files.readString(process.resolve("comm")).strip();
            return name + " (process " + process.getFileName() + ")";
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return unknown(port);
    }
    return unknown(port);
  }

  private static String unknown(int port) {
    return "the program that holds it (to see which: sudo ss -lnp 'sport = :" + port + "')";
  }

  /** The link texts of the sockets that are bound to a port. */
  private static Set<String> sockets(int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try (Stream<String> lines = TABLES.stream().flatMap(PortHolder::lines)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > 9 && columns[1].endsWith(suffix))
          .map(columns -> "socket:[" + columns[9] + "]")
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(String table) {
    try {
      return Files.readAllLines(PROC.resolve(table)).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean holdsOne(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // gone, or another user's
    }
  }
}
