package dev.amioperator.operator;

import dev.amioperator.ec2.BuilderWrites;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.aws.AwsBuilders;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.AwsWrites;
import dev.amioperator.ec2.aws.ClientSource;
import dev.amioperator.ec2.aws.Limits;
import dev.amioperator.observer.Background;
import dev.amioperator.observer.BackgroundThreads;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Pace;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.ownership.ClusterId;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** One observer for all reconcilers, and writes that it knows of, over one adapter to AWS. */
final class Ec2Wiring {

  @Produces
  @Singleton
  Limits limits(InstantSource clock) {
    return new Limits(clock);
  }

  @Produces
  @Singleton
  ParameterReads parameters(ClientSource clients, Limits limits) {
    return new AwsSsm(clients, limits);
  }

  @Produces
  @Singleton
  Ec2Reads reads(ClientSource clients, Limits limits) {
    return new AwsReads(clients, limits);
  }

  @Produces
  @Singleton
  @Typed(AwsBuilders.class)
  AwsBuilders builders(ClientSource clients, Limits limits) {
    return new AwsBuilders(clients, limits);
  }

  /** Only these writes are to be had, so that nobody writes behind the observer's back. */
  @Produces
  @Singleton
  Ec2Writes writes(ClientSource clients, Limits limits, SharedObserver observer) {
    return observer.watch(new AwsWrites(clients, limits));
  }

  @Produces
  @Singleton
  BuilderWrites builderWrites(AwsBuilders aws, SharedObserver observer) {
    return observer.watch(aws);
  }

  @Produces
  @Singleton
  @Typed({Observer.class, SharedObserver.class})
  SharedObserver observer(
      Ec2Reads reads,
      ParameterReads parameters,
      AwsBuilders builders,
      ClusterId cluster,
      InstantSource clock,
      Background background,
      ObserverConfig config) {
    Pace pace =
        new Pace(
            config.scanInterval(),
            config.scanWhileAskedWithin(),
            config.batchIdle(),
            config.batchAtMost());
    return new SharedObserver(reads, parameters, builders, cluster, clock, background, pace);
  }

  @Produces
  @Singleton
  BackgroundThreads background() {
    return new BackgroundThreads();
  }

  void stop(@Disposes BackgroundThreads background) {
    background.close();
  }
}
