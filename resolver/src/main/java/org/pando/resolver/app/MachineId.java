package org.pando.resolver.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which computer this is, as the operating system knows it: Linux (machine-id(5)), the BSDs
 * (hostid) and macOS (the platform's UUID).
 */
final class MachineId {
  private static final List<Path> FILES =
      List.of(
          Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"), Path.of("/etc/hostid"));
  private static final Pattern PLATFORM_UUID =
      Pattern.compile("\"IOPlatformUUID\"\\s*=\\s*\"([0-9A-Fa-f-]{36})\"");
  private static final List<String> IOREG =
      List.of("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice");
  private static final long PATIENCE_SECONDS = 5;

  private MachineId() {}

  /** A word that differs between computers and says nothing else; empty when it is not known. */
  static String read() {
    String id = ofFiles(FILES);
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    return hidden(id.isEmpty() && mac ? ofIoreg(output(IOREG)) : id);
  }

  /** The first file's content that is an id; a system image has none or a placeholder yet. */
  static String ofFiles(List<Path> files) {
    for (Path file : files) {
      try {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
        if (text.matches("[0-9A-Fa-f-]{32,36}")) {
          return text;
        }
      } catch (IOException e) {
        // the next one
      }
    }
    return "";
  }

  static String ofIoreg(String text) {
    Matcher uuid = PLATFORM_UUID.matcher(text);
    return uuid.find() ? uuid.group(1) : "";
  }

  /** machine-id(5) asks not to show the id itself to others. */
  static String hidden(String id) {
    if (id.isEmpty()) {
      return "";
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(("pando witness log " + id).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String output(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (InputStream out = process.getInputStream()) {
        String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? text : "";
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
