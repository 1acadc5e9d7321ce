package dev.amioperator.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.testing.Ec2Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadBatcherTest {
  private static final AccountRegion HERE =
      new AccountRegion("default", Ec2Fixtures.ACCOUNT, "eu-west-1");
  private static final AccountRegion THERE =
      new AccountRegion("default", Ec2Fixtures.ACCOUNT, "us-east-1");
  private static final AccountRegion TWIN =
      new AccountRegion("twin", Ec2Fixtures.ACCOUNT, "eu-west-1");

  /** Long enough for all callers of a test to arrive, on a slow machine too. */
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<List<String>> calls = new CopyOnWriteArrayList<>();

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  /** EC2 with all resources whose id begins with {@code ami}. */
  private List<String> ec2(AccountRegion accountRegion, List<String> ids) {
    calls.add(ids);
    return ids.stream().filter(id -> id.startsWith("ami")).toList();
  }

  private ReadBatcher<String> batcher(Duration window, ReadBatcher.Call<String> call) {
    return new ReadBatcher<>(window, call, Function.identity());
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "ami-" + i).toList();
  }

  @Test
  void sharesCallAmongConcurrentCallers() throws Exception {
    ReadBatcher<String> batcher = batcher(WINDOW, this::ec2);
    List<Future<List<String>>> answers =
        ids(100).stream().map(id -> callers.submit(() -> batcher.read(HERE, List.of(id)))).toList();

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).containsExactly("ami-" + i);
    }
    assertThat(calls).hasSizeLessThanOrEqualTo(5);
  }

  /** Neither other regions nor other credentials answer. */
  @Test
  void sharesNoCallAmongRegionsAndAwsAccounts() throws Exception {
    ReadBatcher<String> batcher = batcher(WINDOW, this::ec2);
    List<Future<List<String>>> answers =
        List.of(HERE, THERE, TWIN).stream()
            .map(place -> callers.submit(() -> batcher.read(place, List.of("ami-0"))))
            .toList();

    for (Future<List<String>> answer : answers) {
      assertThat(answer.get()).containsExactly("ami-0");
    }
    assertThat(calls).hasSize(3);
  }

  @Test
  void leavesOutUnknownIds() throws Exception {
    ReadBatcher<String> batcher = batcher(WINDOW, this::ec2);
    Future<List<String>> unknown = callers.submit(() -> batcher.read(HERE, List.of("gone")));
    Future<List<String>> known = callers.submit(() -> batcher.read(HERE, List.of("ami-0")));

    assertThat(unknown.get()).isEmpty();
    assertThat(known.get()).containsExactly("ami-0");
  }

  /** What EC2 answers to a call that was sent before the request is outdated. */
  @Test
  void startsCallAfterRequest() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    ReadBatcher<String> batcher =
        batcher(
            Duration.ZERO,
            (accountRegion, ids) -> {
              List<String> answer = ec2(accountRegion, ids);
              sent.countDown();
              await(answered);
              return answer;
            });
    Future<List<String>> first = callers.submit(() -> batcher.read(HERE, List.of("ami-0")));
    sent.await();
    Future<List<String>> second = callers.submit(() -> batcher.read(HERE, List.of("ami-0")));
    while (calls.size() < 2) {
      assertThat(second.isDone()).isFalse();
      Thread.onSpinWait();
    }
    answered.countDown();

    assertThat(first.get()).isEqualTo(second.get()).containsExactly("ami-0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sendsNoMoreIdsThanEc2Accepts() throws Exception {
    ReadBatcher<String> batcher = batcher(WINDOW, this::ec2);
    List<Future<List<String>>> answers =
        IntStream.range(0, 3)
            .mapToObj(i -> callers.submit(() -> batcher.read(HERE, ids(150 + i))))
            .toList();
    for (int i = 0; i < 3; i++) {
      assertThat(answers.get(i).get()).isEqualTo(ids(150 + i));
    }
    assertThat(batcher.read(HERE, ids(450))).isEqualTo(ids(450));
    assertThat(calls)
        .allSatisfy(sent -> assertThat(Set.copyOf(sent)).hasSizeLessThanOrEqualTo(200));
  }

  /** A wait without a window fails; the next caller must not wait for a read that never starts. */
  @Test
  void failsForEachCallerBeforeCallIsSent() {
    ReadBatcher<String> batcher = batcher(null, this::ec2);

    for (int i = 0; i < 2; i++) {
      Future<List<String>> answer = callers.submit(() -> batcher.read(HERE, List.of("ami-0")));
      assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void failsForAllCallers() throws Exception {
    ReadBatcher<String> batcher =
        batcher(
            WINDOW,
            (accountRegion, ids) -> {
              throw new Ec2CallException(
                  ErrorClass.DENIED, "DescribeImages", "UnauthorizedOperation", "denied", null);
            });
    List<Future<List<String>>> answers =
        ids(2).stream().map(id -> callers.submit(() -> batcher.read(HERE, List.of(id)))).toList();

    for (Future<List<String>> answer : answers) {
      assertThatThrownBy(answer::get).hasCauseInstanceOf(Ec2CallException.class);
    }
  }
}
