package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.observer.FakeObserver;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.testing.Manifests;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resources in EC2 of a deleted AmiImage whose status records none, as after a restore. */
class UnrecordedResourcesTest {
  private final FakeObserver observer = new FakeObserver(NOW);

  @Test
  void findsResourcesWithTagsOfObject() {
    observer.answer(
        OwnedResourceQueries.byOwner(OWNER.resource()),
        new OwnedResources(List.of(), List.of(snapshotOf("ami-1", Map.of()))));
    assertThat(mayHaveResources()).isTrue();

    observer.answer(OwnedResourceQueries.byOwner(OWNER.resource()), OwnedResources.NONE);
    assertThat(mayHaveResources()).isFalse();
  }

  /** An outage proves nothing: images of the object would be left behind. */
  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "THROTTLED", "ACCOUNT_UNAVAILABLE", "CLOCK_SKEW"})
  void waitsForEc2(ErrorClass errorClass) {
    fail(errorClass, new IOException("connection reset"));

    assertThatExceptionOfType(ObservationPendingException.class).isThrownBy(this::mayHaveResources);
  }

  @Test
  void hasNothingInRegionThatDoesNotExist() {
    fail(ErrorClass.TRANSIENT, new IOException(new UnknownHostException("ec2.eu-west-9")));

    assertThat(mayHaveResources()).isFalse();
  }

  @Test
  void hasNothingInRegionThatIsNotEnabled() {
    fail(ErrorClass.DENIED, null);

    assertThat(mayHaveResources()).isFalse();
  }

  private void fail(ErrorClass errorClass, Throwable cause) {
    observer.answerAll(
        OwnedResourceQueries.byOwner(""),
        new Observation.Failed<>(
            new Ec2CallException(errorClass, "DescribeImages", "Code", "message", cause)
                .about("in eu-west-9"),
            NOW));
  }

  private boolean mayHaveResources() {
    return ImageReconciliation.mayHaveResources(
        new ObservationSession(
            observer,
            new AccountRegion("default", ACCOUNT, Manifests.HOME),
            OWNER,
            new Freshness(NOW, NOW, false, Duration.ofHours(1))));
  }
}
