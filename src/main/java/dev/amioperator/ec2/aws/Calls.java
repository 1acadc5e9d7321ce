package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.aws.Limits.ActionClass;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;

/** Makes calls within the limits, and tells failures in the operator's own words. */
final class Calls {
  private final ClientSource clients;
  private final Limits limits;

  Calls(ClientSource clients, Limits limits) {
    this.clients = clients;
    this.limits = limits;
  }

  /** A read that got lost is asked once more at once; a write never, it may have happened. */
  <T> T read(Place place, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    try {
      return call(place, actionClass, action, call);
    } catch (Ec2Failure failure) {
      if (failure.kind() != Kind.TRANSIENT) {
        throw failure;
      }
      return call(place, actionClass, action, call);
    }
  }

  <T> T call(Place place, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    limits.spend(place, actionClass, action);
    try {
      return call.apply(clients.ec2(place.account(), place.region()));
    } catch (SdkException thrown) {
      Ec2Failure failure = Failures.of(action, thrown);
      if (failure.kind() == Kind.THROTTLED) {
        limits.throttled(place, actionClass);
      }
      throw failure;
    }
  }

  /** A write; what is not there needs nothing done to it. */
  void unlessGone(Place place, String action, Function<Ec2Client, ?> call) {
    try {
      call(place, ActionClass.WRITE, action, call);
    } catch (Ec2Failure failure) {
      if (failure.kind() != Kind.NOT_FOUND) {
        throw failure;
      }
    }
  }

  /** KMS counts its calls by itself, and these are few: a key is asked about once an hour. */
  <T> T kms(Place place, String action, Function<KmsClient, T> call) {
    try {
      return call.apply(clients.kms(place.account(), place.region()));
    } catch (SdkException thrown) {
      throw Failures.of("kms", action, thrown);
    }
  }
}
