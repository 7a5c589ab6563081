package org.pando.resolver.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.resolver.answer.RegistryNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * Makes the local names, and makes them anew when a hosts file changes or a network is joined or
 * left. Belongs to one thread at a time: the one that starts the node, then the housekeeper.
 */
public final class LocalNamesLoader {
  private static final Logger LOG = LoggerFactory.getLogger(LocalNamesLoader.class);

  /**
   * What is answered.
   *
   * @param specialNames whether special-use names are
   * @param routed domains that have upstreams of their own: special-use names below them are theirs
   * @param hostsFiles in the order in which they count
   * @param hostsGiven whether somebody wrote them down: then they should be there
   */
  public record Settings(
      boolean specialNames,
      List<Name> routed,
      List<OwnedRr> records,
      List<Path> hostsFiles,
      boolean hostsGiven) {}

  /** What shows that a file has changed; all of it is that of no file when there is none. */
  private record Stamp(long size, FileTime modified, @Nullable Object key) {
    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
      } catch (IOException e) {
        return new Stamp(-1, FileTime.fromMillis(0), null);
      }
    }
  }

  private final Settings settings;
  private final RegistryNames registry;
  private final HostsProblems problems = new HostsProblems();
  private final LocalAnswers answers;
  private List<Stamp> stamps;
  private List<Name> suffixes;

  /** Reads everything for the first time; a file that cannot be read is left out. */
  public LocalNamesLoader(Settings settings, RegistryNames registry) {
    this.settings = settings;
    this.registry = registry;
    this.stamps = stamps();
    this.suffixes = registry.suffixes();
    LocalNamesBuilder builder = builder();
    readHosts(builder);
    this.answers = new LocalAnswers(registry, builder.build(suffixes, registry::contains));
  }

  /** The source that answers from these names. */
  public LocalAnswers answers() {
    return answers;
  }

  /**
   * Makes the names anew if something has changed. While a file cannot be read, all of them stay as
   * they were.
   */
  public void refresh() {
    List<Stamp> stampsNow = stamps();
    List<Name> suffixesNow = registry.suffixes();
    if (stampsNow.equals(stamps) && suffixesNow.equals(suffixes)) {
      return;
    }
    LocalNamesBuilder builder = builder();
    if (readHosts(builder)) {
      answers.replace(builder.build(suffixesNow, registry::contains));
      stamps = stampsNow;
      suffixes = suffixesNow;
      LOG.info("hosts files read again: {} names", answers.size().hosts());
    }
  }

  private LocalNamesBuilder builder() {
    LocalNamesBuilder builder = new LocalNamesBuilder(settings.specialNames(), settings.routed());
    builder.addRecords(settings.records());
    return builder;
  }

  private List<Stamp> stamps() {
    return settings.hostsFiles().stream().map(Stamp::of).toList();
  }

  /**
   * @return whether each file that is there could be read
   */
  private boolean readHosts(LocalNamesBuilder builder) {
    problems.begin();
    boolean complete = true;
    for (int i = 0; i < settings.hostsFiles().size(); i++) {
      Path file = settings.hostsFiles().get(i);
      if (Files.exists(file)) {
        complete &= readHosts(i, file, builder);
      } else if (settings.hostsGiven()) {
        problems.add(file + ": there is no such file; create it, or take it out of [hosts] files");
      }
    }
    problems.end();
    return complete;
  }

  private boolean readHosts(int number, Path file, LocalNamesBuilder builder) {
    try {
      HostsFile.read(
          file,
          new HostsFile.Reader() {
            @Override
            public void host(int line, Name name, Bytes address) {
              if (registry.contains(name)) {
                malformed(
                    line,
                    name.toString(true)
                        + " is a name of the registry; give it its address with: pando register");
              } else if (!builder.isKept(name) && !builder.addHost(number, name, address)) {
                malformed(
                    line,
                    name.toString(true)
                        + " has "
                        + LocalNamesBuilder.MAX_ADDRESSES
                        + " addresses already; remove those that it does not need");
              }
            }

            @Override
            public void malformed(int line, String what) {
              problems.add(file + ":" + line + ": " + what);
            }
          });
      return true;
    } catch (IOException e) {
      problems.add(
          file
              + ": cannot be read: "
              + e.getMessage()
              + "; let the user who runs pando read it, or take it out of [hosts] files");
      return false;
    }
  }
}
