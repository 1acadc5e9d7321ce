package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Inventory.Item;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;

class InterceptorTest {
  private static final String ACCOUNT = "123456789012";

  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final Ec2Client ec2 = cloud.ec2(Caller.of(ACCOUNT), "eu-west-1");
  private final String instance =
      cloud.seeds().target(ACCOUNT, "eu-west-1").instance(InstanceSeed.small());

  @Test
  void callsInterceptorBeforeAndAfterEffect() {
    List<String> stops = new ArrayList<>();
    cloud.interceptor(
        new Interceptor() {
          @Override
          public void before(InterceptedCall call) {
            stops.add("before %s, images: %s".formatted(call.action(), images().size()));
          }

          @Override
          public void after(InterceptedCall call) {
            stops.add("after %s, images: %s".formatted(call.action(), images().size()));
          }
        });

    create("web-1");

    assertThat(stops)
        .containsExactly("before CreateImage, images: 0", "after CreateImage, images: 1");
  }

  @Test
  void hasNoEffectWhenCutBefore() {
    cloud.interceptor(
        new Interceptor() {
          @Override
          public void before(InterceptedCall call) {
            throw new ConnectionLostException("cut");
          }
        });

    assertThatThrownBy(() -> create("web-1")).isInstanceOf(SdkClientException.class);

    assertThat(images()).isEmpty();
    assertThat(cloud.journal().entries().getLast().fault()).isEqualTo("connection-reset");
  }

  @Test
  void keepsEffectWhenCutAfter() {
    cloud.interceptor(
        new Interceptor() {
          @Override
          public void after(InterceptedCall call) {
            throw new ConnectionLostException("cut");
          }
        });

    assertThatThrownBy(() -> create("web-1")).isInstanceOf(SdkClientException.class);

    assertThat(images()).extracting(Item::name).containsExactly("web-1");
    assertThat(cloud.journal().entries().getLast().fault()).isEqualTo("answer-lost");
  }

  @Test
  void skipsAfterForRefusedCall() {
    create("web-1");
    cloud.interceptor(
        new Interceptor() {
          @Override
          public void after(InterceptedCall call) {
            throw new ConnectionLostException("cut");
          }
        });

    assertThatThrownBy(() -> create("web-1")).hasMessageContaining("web-1");
  }

  private List<Item> images() {
    return cloud.inventory().images();
  }

  private void create(String name) {
    ec2.createImage(r -> r.instanceId(instance).name(name));
  }
}
