package org.pando.resolver.answer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.pando.registry.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer cache as a file, so that it outlives a restart. At any moment there is one whole file
 * or none. Owned by one thread.
 *
 * <pre>
 * 8  "pandoans"     2  version     8  when it was saved, in seconds since 1970
 *    each answer:   1  01          n  {@link SavedAnswer}
 * 1  00             4  CRC-32C of all before it
 * </pre>
 *
 * A file that is damaged, newer or somebody else's is not read, and is replaced by the next one.
 */
public final class CacheFile {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFile.class);
  private static final byte[] MAGIC = "pandoans".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CHECKSUM = 4;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final AnswerCache cache;
  private final InstantSource wall;
  private long savedChanges;
  private boolean failing;

  /**
   * @param wall the time of day: the node's own clock does not outlive it
   */
  public CacheFile(Path file, AnswerCache cache, InstantSource wall) {
    this.file = file;
    this.cache = cache;
    this.wall = wall;
  }

  /**
   * Writes what the cache holds, if it was given anything since the last time. When that fails the
   * old file stays, and it is said once.
   */
  public void save() {
    long changes = cache.changes();
    if (changes == savedChanges) {
      return;
    }
    Path unfinished = file.resolveSibling(file.getFileName() + PrivateFiles.UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      write(unfinished);
      PrivateFiles.publish(unfinished, file);
      savedChanges = changes;
      failing = false;
    } catch (IOException e) {
      complain(e);
      delete(unfinished);
    }
  }

  private void complain(IOException e) {
    if (!failing) {
      LOG.warn(
          "the answer cache cannot be saved to {}: {}; answers go on, and after a restart names are"
              + " looked up anew",
          file,
          reason(e));
      failing = true;
    }
  }

  private static void delete(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      LOG.debug("{} stays behind: {}", unfinished, e.toString());
    }
  }

  private void write(Path unfinished) throws IOException {
    try (FileChannel channel = PrivateFiles.create(unfinished)) {
      OutputStream buffer = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      CheckedOutputStream checked = new CheckedOutputStream(buffer, new CRC32C());
      DataOutputStream out = new DataOutputStream(checked);
      out.write(MAGIC);
      out.writeShort(VERSION);
      out.writeLong(wall.instant().getEpochSecond());
      for (Iterator<SavedAnswer> i = cache.saved().iterator(); i.hasNext(); ) {
        out.writeByte(1);
        i.next().write(out);
      }
      out.writeByte(0);
      out.writeInt((int) checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
  }

  /**
   * Gives the cache what the file holds and is still of use.
   *
   * @return whether all of it was read, or there is nothing to read
   */
  public boolean load() {
    try (FileChannel channel = FileChannel.open(file)) {
      verify(channel);
      channel.position(0);
      read(new DataInputStream(buffered(channel)));
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (IOException e) {
      LOG.warn(
          "the answer cache saved in {} is not used: {}; it will be replaced", file, reason(e));
      return true;
    }
  }

  private static InputStream buffered(FileChannel channel) {
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
  }

  private static String reason(IOException e) {
    return e instanceof InvalidObjectException ? String.valueOf(e.getMessage()) : e.toString();
  }

  /** Checks what kind of file it is, and its checksum. */
  private static void verify(FileChannel channel) throws IOException {
    long length = channel.size() - CHECKSUM;
    if (length <= MAGIC.length) {
      throw new InvalidObjectException("it is cut off");
    }
    DataInputStream in = new DataInputStream(buffered(channel));
    byte[] part = new byte[BUFFER];
    CRC32C checksum = new CRC32C();
    in.readFully(part, 0, MAGIC.length);
    if (!Arrays.equals(part, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidObjectException("it is something else");
    }
    checksum.update(part, 0, MAGIC.length);
    for (long left = length - MAGIC.length; left > 0; ) {
      int read = (int) Math.min(left, part.length);
      in.readFully(part, 0, read);
      checksum.update(part, 0, read);
      left -= read;
    }
    if (in.readInt() != (int) checksum.getValue()) {
      throw new InvalidObjectException("it is damaged");
    }
  }

  private void read(DataInputStream in) throws IOException {
    in.skipNBytes(MAGIC.length);
    int version = in.readUnsignedShort();
    if (version != VERSION) {
      throw new InvalidObjectException("it has version " + version + ", not " + VERSION);
    }
    long elapsed = wall.instant().getEpochSecond() - in.readLong();
    readAnswers(in, elapsed, cache);
  }

  /** Reads answers until the mark of the end. */
  static void readAnswers(DataInput in, long elapsed, AnswerCache cache) throws IOException {
    for (int mark = in.readUnsignedByte(); mark != 0; mark = in.readUnsignedByte()) {
      if (mark != 1) {
        throw new InvalidObjectException("it is damaged");
      }
      cache.restore(SavedAnswer.read(in), elapsed);
    }
  }
}
