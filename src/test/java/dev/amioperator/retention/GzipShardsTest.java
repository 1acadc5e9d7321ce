package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipShardsTest {
  /** A ConfigMap's limit (Kubernetes, MaxSecretSize); operator-framework/operator-sdk#6323. */
  private static final int CONFIG_MAP_LIMIT = 1024 * 1024;

  /** Lines that compression cannot shorten below three quarters: the worst case of ids. */
  private static List<String> lines(int count, int bytesEach) {
    Random random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] bytes = new byte[bytesEach];
              random.nextBytes(bytes);
              return Base64.getEncoder().encodeToString(bytes);
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 7_000, 8_000, 20_000, 60_000})
  void fitsEachShardIntoConfigMap(int count) {
    List<String> lines = lines(count, 100);
    List<byte[]> shards = GzipShards.of(lines.stream());

    assertThat(shards)
        .allSatisfy(shard -> assertThat(shard.length).isLessThanOrEqualTo(GzipShards.MAX_BYTES));
    assertThat(GzipShards.MAX_BYTES).isLessThan(CONFIG_MAP_LIMIT);
    assertThat(GzipShards.lines(shards, Integer.MAX_VALUE)).contains(lines);
    assertThat(shards.size()).isEqualTo(1 + count * 100 / 800_000);
  }

  @Test
  void keepsLinesWholeInEachShard() {
    List<byte[]> shards = GzipShards.of(lines(20_000, 100).stream());
    assertThat(shards)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            shard -> assertThat(GzipShards.lines(List.of(shard), Integer.MAX_VALUE)).isPresent());
  }

  @Test
  void refusesWhatIsNoTextOfItsSize() {
    byte[] zeros = GzipShards.of(Stream.of("0".repeat(10_000))).getFirst();
    assertThat(GzipShards.lines(List.of(zeros), 10_001)).isPresent();
    assertThat(GzipShards.lines(List.of(zeros), 10_000)).isEmpty();
    assertThat(GzipShards.lines(List.of("no gzip".getBytes(StandardCharsets.UTF_8)), 100))
        .isEmpty();
    byte[] cut = Arrays.copyOf(zeros, zeros.length - 9);
    assertThat(GzipShards.lines(List.of(cut), 20_000)).isEmpty();
  }

  @Test
  void makesOneShardOfNothing() {
    List<byte[]> shards = GzipShards.of(Stream.of());
    assertThat(shards).hasSize(1);
    assertThat(GzipShards.lines(shards, 1)).contains(List.of());
  }
}
