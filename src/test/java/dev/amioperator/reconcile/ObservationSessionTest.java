package dev.amioperator.reconcile;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.observer.FakeObserver;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationSessionTest {
  private static final AccountRegion HOME = new AccountRegion("default", ACCOUNT, "eu-west-1");

  private final FakeObserver observer = new FakeObserver(NOW);
  private final ObservationSession session =
      new ObservationSession(
          observer, HOME, OWNER, new Freshness(NOW, NOW, false, Duration.ofHours(1)));

  @Test
  void requestsAllReadsBeforeWaiting() {
    observer.answerAll(ImageQueries.launchPermissions(""), new Observation.Pending<>());

    assertThatThrownBy(
            () -> session.getAll(List.of("ami-1", "ami-2"), ImageQueries::launchPermissions))
        .isInstanceOf(ObservationPendingException.class);
    assertThat(observer.asked())
        .containsExactly(
            ImageQueries.launchPermissions("ami-1"), ImageQueries.launchPermissions("ami-2"));
  }

  @Test
  void throwsPendingWhenValueIsTaken() {
    observer.answerAll(ImageQueries.publicSharingBlocked(), new Observation.Pending<>());

    RequestedRead<Boolean> requested = session.request(ImageQueries.publicSharingBlocked());
    assertThatThrownBy(requested::value).isInstanceOf(ObservationPendingException.class);
  }

  @Test
  void keepsReasonOfFailure() {
    Ec2CallException denied =
        new Ec2CallException(
                Ec2CallException.ErrorClass.DENIED,
                "DescribeImageAttribute",
                "UnauthorizedOperation",
                "the operator's credentials lack the permission ec2:DescribeImageAttribute;"
                    + " allow it: denied",
                null)
            .about("of ami-1");
    observer.answerAll(ImageQueries.launchPermissions(""), new Observation.Failed<>(denied, NOW));

    RequestedRead<LaunchPermissions> requested =
        session.request(ImageQueries.launchPermissions("ami-1"));
    assertThatThrownBy(requested::value)
        .isInstanceOfSatisfying(
            ObservationPendingException.class,
            e -> assertThat(e.readyState()).isEqualTo(ErrorReasons.readyState(denied)));
  }

  @Test
  void returnsValuesByKey() {
    observer.answer(ImageQueries.references("ami-1"), List.of());
    observer.answer(ImageQueries.references("ami-2"), List.of());

    assertThat(session.getAll(List.of("ami-1", "ami-2"), ImageQueries::references))
        .containsOnlyKeys("ami-1", "ami-2");
    assertThat(session.oldestObservedAt()).isEqualTo(NOW);
  }
}
