package dev.amioperator.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Lines of text in compressed parts, each small enough for a ConfigMap. A part is a gzip file of
 * whole lines, and all parts in a row are one too.
 */
final class GzipShards {
  /** A ConfigMap holds a MiB (Kubernetes, ConfigMap), and a line more has to fit as well. */
  static final int MAX_BYTES = 960 * 1024;

  /** The compressor holds back up to a block of its input, some 64 KiB. */
  private static final int CLOSED_AT = MAX_BYTES - 192 * 1024;

  /** Each call of the compressor costs more than a short line. */
  private static final int BUFFER_BYTES = 8 * 1024;

  private GzipShards() {}

  /** Compresses lines one by one, so that the text is never in memory as a whole. */
  static List<byte[]> of(Stream<String> lines) {
    List<byte[]> shards = new ArrayList<>();
    Iterator<String> next = lines.iterator();
    do {
      shards.add(shard(next));
    } while (next.hasNext());
    return shards;
  }

  private static byte[] shard(Iterator<String> lines) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip =
        new BufferedOutputStream(new GZIPOutputStream(compressed), BUFFER_BYTES)) {
      while (lines.hasNext() && compressed.size() < CLOSED_AT) {
        gzip.write(lines.next().getBytes(UTF_8));
        gzip.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /**
   * The lines of all parts; empty if they are not gzip files, or hold more text than they may.
   *
   * @param maxBytes of uncompressed text: whoever may write ConfigMaps could fill the memory
   */
  static Optional<List<String>> lines(List<byte[]> shards, int maxBytes) {
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    try (BufferedReader reader = reader(shards)) {
      char[] buffer = new char[8192];
      StringBuilder line = new StringBuilder();
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        bytes += read;
        if (bytes > maxBytes) {
          return Optional.empty();
        }
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines.add(line.toString());
            line.setLength(0);
          } else {
            line.append(buffer[i]);
          }
        }
      }
      return line.isEmpty() ? Optional.of(lines) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static BufferedReader reader(List<byte[]> shards) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(
                new SequenceInputStream(
                    Collections.enumeration(
                        shards.stream().map(ByteArrayInputStream::new).toList()))),
            UTF_8));
  }
}
