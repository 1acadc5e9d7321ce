package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.observer.Observation.Known;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries on the long interval of permissions: KMS keys and fast launch. */
class SlowQueriesTest extends ObserverTestBase {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String KEY = "arn:aws:kms:eu-west-1:999999999999:key/1";

  @Test
  void sharesKeyQuery() {
    get("AmiImage/images/one", KmsQueries.keyAccess(KEY), EVER);
    get("AmiImage/images/two", KmsQueries.keyAccess(KEY), EVER);
    time.advance(Duration.ofSeconds(2));

    assertThat(get("AmiImage/images/one", KmsQueries.keyAccess(KEY), EVER))
        .isInstanceOf(Known.class);
    assertThat(ec2.takeCalls())
        .containsExactly("DescribeKey " + KEY, "GetKeyPolicy " + KEY, "ListGrants " + KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeKey", "GetKeyPolicy", "ListGrants"})
  void answersUnreadableKeyWithReason(String denied) {
    ec2.duringCall =
        call -> {
          if (call.startsWith(denied)) {
            throw failure(ErrorClass.DENIED);
          }
        };
    get("AmiImage/images/one", KmsQueries.keyAccess(KEY), EVER);
    time.advance(Duration.ofSeconds(2));

    Observation<KmsKeyAccess> observation =
        get("AmiImage/images/one", KmsQueries.keyAccess(KEY), EVER);
    assertThat(observation).isInstanceOf(Known.class);
    KmsKeyAccess key = ((Known<KmsKeyAccess>) observation).value();
    assertThat(key.awsManaged()).isFalse();
    assertThat(key.readError()).contains("told to");
    assertThat(key.policy()).isEqualTo(denied.equals("ListGrants") ? "{}" : "");
  }

  /** The permissions to find references are read once in a region, and not for each image. */
  @Test
  void readsReferencePermissionsOfRegionOnce() {
    for (int minutes = 0; minutes < 60; minutes++) {
      for (String name : List.of("web", "db", "cache")) {
        get(
            "AmiImage/images/" + name,
            ImageQueries.referencesReadable(),
            time.instant().minus(HOUR));
      }
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(ec2.takeCalls()).containsExactly("ReadReferenceTypes");

    time.advance(Duration.ofMinutes(1));
    get("AmiImage/images/web", ImageQueries.referencesReadable(), time.instant().minus(HOUR));
    get("AmiImage/images/web", ImageQueries.referencesReadable(), time.instant().minus(HOUR));
    time.advance(Duration.ofMinutes(1));
    get("AmiImage/images/web", ImageQueries.referencesReadable(), time.instant().minus(HOUR));
    assertThat(ec2.takeCalls()).containsExactly("ReadReferenceTypes");
  }

  @Test
  void batchesFastLaunchQueries() {
    List<String> ids = List.of("ami-1", "ami-2", "ami-3");
    ids.forEach(id -> get("AmiImage/images/" + id, ImageQueries.fastLaunch(id), EVER));
    time.advance(Duration.ofSeconds(2));

    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(
                        ((Known<FastLaunch>)
                                get("AmiImage/images/" + id, ImageQueries.fastLaunch(id), EVER))
                            .value())
                    .isEqualTo(FastLaunch.OFF));
    assertThat(ec2.takeCalls()).containsExactly("DescribeFastLaunchImages ami-1,ami-2,ami-3");
  }
}
