package dev.amioperator.operator;

import dev.amioperator.ec2.AwsClock;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.observer.UsageScope;
import dev.amioperator.observer.VirtualThreadScheduler;
import dev.amioperator.ownership.ClockCheck;
import dev.amioperator.ownership.ClockCheckedActions;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.OwnershipCheckedActions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Beans that connect the observer and the AWS actions to the AWS adapter. */
final class Ec2Wiring {

  @Singleton
  RateLimiter rateLimiter(InstantSource clock) {
    return new RateLimiter(clock);
  }

  @Singleton
  ParameterReads parameterReads(AwsClientProvider clients, RateLimiter rateLimiter) {
    return new AwsSsm(clients, rateLimiter);
  }

  @Singleton
  Ec2Reads reads(AwsClientProvider clients, RateLimiter rateLimiter) {
    return new AwsReads(clients, rateLimiter);
  }

  @Singleton
  BuildInstanceReads buildInstanceReads(AwsClientProvider clients, RateLimiter rateLimiter) {
    return new AwsBuildInstances(clients, rateLimiter);
  }

  /** The adapter is no bean, so that no EC2 write bypasses a check or the observer. */
  @Singleton
  OwnedActions ownedActions(
      AwsClientProvider clients,
      RateLimiter rateLimiter,
      SharedObserver observer,
      Ec2Reads reads,
      BuildInstanceReads buildInstanceReads,
      ClockCheck clockCheck,
      InstantSource clock,
      OperatorConfig config) {
    OwnedActions checked =
        new OwnershipCheckedActions(
            new AwsActionDispatcher(clients, rateLimiter),
            reads,
            buildInstanceReads,
            clock,
            config.observer().ownershipBatch());
    return new ClockCheckedActions(observer.invalidatingReads(checked), clockCheck);
  }

  @Singleton
  ClockCheck clockCheck(AwsClock awsClock, InstantSource clock) {
    return new ClockCheck(awsClock, clock);
  }

  /** The metric ami_operator_aws_clients: SDK clients that are open. */
  @Singleton
  MeterBinder openClients(AwsClientProvider clients) {
    return registry ->
        Gauge.builder("ami.operator.aws.clients", clients, AwsClientProvider::openClients)
            .description("Open clients of the AWS SDK, one per account, region and service")
            .register(registry);
  }

  @Singleton
  @Typed({Observer.class, SharedObserver.class})
  SharedObserver observer(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      ClusterId cluster,
      InstantSource clock,
      TaskScheduler taskScheduler,
      OperatorConfig config,
      UsageScope usageScope) {
    return new SharedObserver(
        reads,
        parameters,
        builders,
        cluster,
        clock,
        taskScheduler,
        config.observer().intervals(),
        usageScope);
  }

  @Singleton
  VirtualThreadScheduler taskScheduler() {
    return new VirtualThreadScheduler();
  }

  void stop(@Disposes VirtualThreadScheduler scheduler) {
    scheduler.close();
  }
}
