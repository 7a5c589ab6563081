package org.pando.resolver.app;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.store.PrivateFiles;
import org.pando.resolver.upstream.NamedUpstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code upstream-addresses.json} in the data directory: the last good addresses of
 * upstreams that the configuration names only, so that the next start needs no DNS. A file that
 * cannot be read counts as empty. Used by the thread that starts the node, then by its housekeeping
 * thread.
 */
final class UpstreamAddresses implements NamedUpstream.Book {
  /** What the file holds. */
  private record Content(int version, @Nullable Map<String, List<String>> addresses) {}

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamAddresses.class);
  private static final String FILE = "upstream-addresses.json";
  private static final int VERSION = 1;

  private final Path file;
  private final Map<String, List<String>> addresses = new TreeMap<>();

  UpstreamAddresses(Path dataDirectory) {
    this.file = dataDirectory.resolve(FILE);
    try {
      Content content =
          new Gson().fromJson(Files.readString(file, StandardCharsets.UTF_8), Content.class);
      if (content != null && content.version() == VERSION && content.addresses() != null) {
        addresses.putAll(content.addresses());
      }
    } catch (NoSuchFileException e) {
      // the first start
    } catch (IOException | JsonParseException e) {
      LOG.warn("{} cannot be read and is written anew: {}", file, e.getMessage());
    }
  }

  @Override
  public List<InetAddress> addresses(String host) {
    try {
      return addresses.getOrDefault(host, List.of()).stream().map(InetAddress::ofLiteral).toList();
    } catch (IllegalArgumentException | NullPointerException e) {
      LOG.warn("{}: the addresses of {} are none: they are asked for", file, host);
      return List.of();
    }
  }

  @Override
  public void note(String host, List<InetAddress> found) {
    addresses.put(host, found.stream().map(InetAddress::getHostAddress).toList());
    String text = new Gson().toJson(new Content(VERSION, addresses)) + "\n";
    try {
      PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}; the next start has to ask for {}", file, e, host);
    }
  }
}
