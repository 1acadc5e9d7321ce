package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * Objects that are created again in the moment of their deletion, as by a GitOps tool: the second
 * object is reconciled whatever the cleanup of the first one still does.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class RecreatedObjectQuarkusTest {
  /** About one in ten was not reconciled when JOSDK removed the finalizer. */
  private static final int TIMES = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  @Test
  void reconcilesEveryRecreatedAwsAccount() {
    recreate(() -> Manifests.account("recreated"));
  }

  @Test
  void reconcilesEveryRecreatedAmiImage() {
    recreate(
        () ->
            Manifests.image(
                "recreated",
                """
                region: eu-west-1
                accountRef: absent
                source: {existing: {imageId: ami-0123456789abcdef0}}
                """));
  }

  private <S extends ConditionedStatus, R extends CustomResource<?, S>> void recreate(
      Supplier<R> manifest) {
    AtomicInteger recreations = new AtomicInteger();
    Resource<R> object = kubernetes.resource(manifest.get());
    object.create();
    try (Watch watch =
        object.watch(
            new OnDeletion<>(
                () -> {
                  recreations.incrementAndGet();
                  kubernetes.resource(manifest.get()).create();
                }))) {
      for (int i = 1; i <= TIMES; i++) {
        awaitReconciled(object, i);
        object.delete();
        int times = i;
        await().atMost(PATIENCE).until(() -> recreations.get() == times);
      }
      awaitReconciled(object, TIMES + 1);
    }
    assertThat(recreations).hasValue(TIMES);
  }

  private <S extends ConditionedStatus, R extends CustomResource<?, S>> void awaitReconciled(
      Resource<R> object, int number) {
    await()
        .alias("object number " + number)
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(object.get())
                    .map(CustomResource::getStatus)
                    .map(ConditionedStatus::conditions)
                    .filter(conditions -> !conditions.isEmpty())
                    .isPresent());
  }

  private ConditionFactory await() {
    return ((SimulatedAws) clients).await();
  }

  private record OnDeletion<R>(Runnable then) implements Watcher<R> {
    @Override
    public void eventReceived(Action action, R object) {
      if (action == Action.DELETED) {
        then.run();
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
