"""What images live among, as boto3 sees it: tags, snapshots, instances, launch templates, roles."""

import datetime
import unittest
import uuid

from cloud import (
    ACCOUNT,
    AWAY,
    FRIEND,
    HOME,
    CloudTest,
    client,
    differs_on_moto,
    eventually,
    image_in,
    snapshot_ids,
    tagged,
    tags_of,
    unique,
)

NOWHERE = "00000000000000bad"


class Tags(CloudTest):
    def setUp(self):
        self.image = self.make(tags={"family": "web", "n": "1"})["ImageId"]

    def tags(self):
        return tags_of(image_in(self.ec2, self.image))

    def test_a_tag_is_added_or_replaced(self):
        pairs = [{"Key": "n", "Value": "2"}, {"Key": "new", "Value": ""}]
        self.ec2.create_tags(Resources=[self.image], Tags=pairs)

        self.assertEqual({"family": "web", "n": "2", "new": ""}, self.tags())

    def test_a_tag_is_deleted_by_key_or_by_key_and_value(self):
        other = [{"Key": "n", "Value": "other"}]
        self.ec2.delete_tags(Resources=[self.image], Tags=other)
        self.assertEqual({"family": "web", "n": "1"}, self.tags())

        self.ec2.delete_tags(Resources=[self.image], Tags=[{"Key": "n"}])
        self.assertEqual({"family": "web"}, self.tags())

    def test_tags_are_listed_one_by_one(self):
        answer = self.ec2.describe_tags(
            Filters=[{"Name": "resource-id", "Values": [self.image]}]
        )

        listed = sorted((t["Key"], t["Value"], t["ResourceType"]) for t in answer["Tags"])
        self.assertEqual([("family", "web", "image"), ("n", "1", "image")], listed)

    def test_a_resource_has_fifty_tags_at_most(self):
        self.refused(
            "TagLimitExceeded",
            self.ec2.create_tags,
            Resources=[self.image],
            Tags=[{"Key": f"k{n}", "Value": ""} for n in range(49)],
        )

    @differs_on_moto("it takes any key")
    def test_keys_of_aws_are_reserved(self):
        self.refused(
            "InvalidParameterValue",
            self.ec2.create_tags,
            Resources=[self.image],
            Tags=[{"Key": "aws:x", "Value": ""}],
        )

    def test_an_unknown_resource_is_refused(self):
        self.refused(
            "InvalidAMIID.NotFound",
            self.ec2.create_tags,
            Resources=[self.image, "ami-" + NOWHERE],
            Tags=[{"Key": "n", "Value": "2"}],
        )


class Snapshots(CloudTest):
    def setUp(self):
        reservations = self.ec2.describe_instances(InstanceIds=[self.instance])["Reservations"]
        mappings = reservations[0]["Instances"][0]["BlockDeviceMappings"]
        self.volume = mappings[0]["Ebs"]["VolumeId"]
        self.family = unique("family")
        self.snapshot = self.ec2.create_snapshot(
            VolumeId=self.volume,
            Description="by hand",
            TagSpecifications=tagged({"family": self.family}, "snapshot"),
        )["SnapshotId"]

    def found(self, **parameters):
        snapshots = self.ec2.describe_snapshots(**parameters)["Snapshots"]
        return [snapshot["SnapshotId"] for snapshot in snapshots]

    def state(self):
        answer = self.ec2.describe_snapshots(SnapshotIds=[self.snapshot])
        return answer["Snapshots"][0]["State"]

    def test_a_snapshot_of_a_volume_is_completed_in_time(self):
        self.assertEqual("completed", eventually(self.state, "completed"))

    def test_snapshots_are_found_by_owner_tag_and_volume(self):
        for name, value in (("tag:family", self.family), ("description", "by ha?d")):
            with self.subTest(name):
                found = self.found(
                    OwnerIds=["self"], Filters=[{"Name": name, "Values": [value]}]
                )
                self.assertIn(self.snapshot, found)

    def test_an_unknown_snapshot_is_refused(self):
        self.refused(
            "InvalidSnapshot.NotFound",
            self.ec2.describe_snapshots,
            SnapshotIds=["snap-" + NOWHERE],
        )

    @differs_on_moto("it takes no permission back in this form of the request")
    def test_a_snapshot_is_shared_and_not_any_more(self):
        def permissions():
            return self.ec2.describe_snapshot_attribute(
                SnapshotId=self.snapshot, Attribute="createVolumePermission"
            )["CreateVolumePermissions"]

        self.ec2.modify_snapshot_attribute(
            SnapshotId=self.snapshot, CreateVolumePermission={"Add": [{"UserId": FRIEND}]}
        )
        self.assertEqual([{"UserId": FRIEND}], permissions())
        self.ec2.modify_snapshot_attribute(
            SnapshotId=self.snapshot, CreateVolumePermission={"Remove": [{"UserId": FRIEND}]}
        )
        self.assertEqual([], permissions())

    def test_a_deleted_snapshot_is_gone(self):
        self.ec2.delete_snapshot(SnapshotId=self.snapshot)

        self.refused(
            "InvalidSnapshot.NotFound",
            self.ec2.delete_snapshot,
            SnapshotId=self.snapshot,
        )

    def registered(self):
        eventually(self.state, "completed")
        return self.ec2.register_image(
            Name=unique("web"),
            Architecture="arm64",
            VirtualizationType="hvm",
            RootDeviceName="/dev/xvda",
            BlockDeviceMappings=[
                {"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": self.snapshot}}
            ],
        )["ImageId"]

    def test_an_image_is_registered_over_a_snapshot(self):
        image = image_in(self.ec2, self.registered())

        self.assertEqual(ACCOUNT, image["OwnerId"])

    @differs_on_moto("it keeps the name and the description only")
    def test_a_registered_image_has_the_traits_it_was_given(self):
        image = image_in(self.ec2, self.registered())

        self.assertEqual("arm64", image["Architecture"])
        self.assertEqual([self.snapshot], snapshot_ids(image))


class Instances(CloudTest):
    def setUp(self):
        self.image = self.make()["ImageId"]

    def run_one(self, **more):
        answer = self.ec2.run_instances(
            ImageId=self.image, InstanceType="t3.micro", MinCount=1, MaxCount=1, **more
        )
        return answer["Instances"][0]["InstanceId"]

    def state(self, instance):
        reservations = self.ec2.describe_instances(InstanceIds=[instance])["Reservations"]
        return reservations[0]["Instances"][0]["State"]["Name"]

    def reaches(self, instance, state):
        self.assertEqual(state, eventually(lambda: self.state(instance), state))

    def test_an_instance_runs_stops_starts_and_ends(self):
        instance = self.run_one()
        self.reaches(instance, "running")
        self.ec2.stop_instances(InstanceIds=[instance])
        self.reaches(instance, "stopped")
        self.ec2.start_instances(InstanceIds=[instance])
        self.reaches(instance, "running")
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.reaches(instance, "terminated")

    def test_instances_are_found_by_image_and_tag(self):
        family = unique("family")
        instance = self.run_one(TagSpecifications=tagged({"family": family}, "instance"))

        for name, value in (("image-id", self.image), ("tag:family", family)):
            with self.subTest(name):
                answer = self.ec2.describe_instances(
                    Filters=[{"Name": name, "Values": [value]}]
                )
                found = [i["InstanceId"] for r in answer["Reservations"] for i in r["Instances"]]
                self.assertEqual([instance], found)

    @differs_on_moto("it ignores client tokens")
    def test_a_client_token_launches_once(self):
        token = uuid.uuid4().hex

        self.assertEqual(self.run_one(ClientToken=token), self.run_one(ClientToken=token))

    @differs_on_moto("it launches images that it does not know")
    def test_an_unknown_image_is_refused(self):
        self.refused(
            "InvalidAMIID.NotFound",
            self.ec2.run_instances,
            ImageId="ami-" + NOWHERE,
            MinCount=1,
            MaxCount=1,
        )

    def test_an_unknown_instance_is_refused(self):
        for call in (self.ec2.stop_instances, self.ec2.terminate_instances):
            self.refused("InvalidInstanceID.NotFound", call, InstanceIds=["i-" + NOWHERE])

    @differs_on_moto("it does not know references")
    def test_a_running_instance_refers_to_its_image(self):
        instance = self.run_one()

        answer = self.ec2.describe_image_references(
            ImageIds=[self.image], ResourceTypes=[{"ResourceType": "ec2:Instance"}]
        )
        referring = [reference["Arn"] for reference in answer["ImageReferences"]]
        self.assertEqual([f"arn:aws:ec2:{HOME}:{ACCOUNT}:instance/{instance}"], referring)


class LaunchTemplates(CloudTest):
    def setUp(self):
        self.image = self.make()["ImageId"]
        self.name = unique("shop")
        self.template = self.ec2.create_launch_template(
            LaunchTemplateName=self.name,
            LaunchTemplateData={"ImageId": self.image, "InstanceType": "t3.micro"},
        )["LaunchTemplate"]

    def test_versions_are_numbered_and_the_first_is_the_default(self):
        self.ec2.create_launch_template_version(
            LaunchTemplateName=self.name, LaunchTemplateData={"ImageId": self.image}
        )

        answer = self.ec2.describe_launch_template_versions(LaunchTemplateName=self.name)
        versions = {
            v["VersionNumber"]: (v["DefaultVersion"], v["LaunchTemplateData"]["ImageId"])
            for v in answer["LaunchTemplateVersions"]
        }
        self.assertEqual({1: (True, self.image), 2: (False, self.image)}, versions)

    def test_a_name_is_taken_once(self):
        self.refused(
            "InvalidLaunchTemplateName.AlreadyExistsException",
            self.ec2.create_launch_template,
            LaunchTemplateName=self.name,
            LaunchTemplateData={"ImageId": self.image},
        )

    def test_an_instance_is_launched_from_a_template(self):
        answer = self.ec2.run_instances(
            LaunchTemplate={"LaunchTemplateName": self.name}, MinCount=1, MaxCount=1
        )

        instance = answer["Instances"][0]
        self.assertEqual(self.image, instance["ImageId"])
        self.assertEqual("t3.micro", instance["InstanceType"])

    def test_a_deleted_template_is_gone(self):
        template = self.template["LaunchTemplateId"]
        self.ec2.delete_launch_template(LaunchTemplateId=template)

        answer = self.ec2.describe_launch_templates(
            Filters=[{"Name": "launch-template-name", "Values": [self.name]}]
        )
        self.assertEqual([], answer["LaunchTemplates"])


class Lifecycle(CloudTest):
    def setUp(self):
        self.image = self.make()["ImageId"]

    @differs_on_moto("it does not know deprecation")
    def test_deprecation_is_told_to_the_minute_and_lifted(self):
        at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=365)
        self.ec2.enable_image_deprecation(ImageId=self.image, DeprecateAt=at)
        told = image_in(self.ec2, self.image)["DeprecationTime"]
        self.assertTrue(told.endswith(":00.000Z"), told)

        self.ec2.disable_image_deprecation(ImageId=self.image)
        self.assertNotIn("DeprecationTime", image_in(self.ec2, self.image))

    @differs_on_moto("it cannot disable images")
    def test_a_disabled_image_is_listed_on_request_only(self):
        self.ec2.disable_image(ImageId=self.image)
        self.assertIsNone(image_in(self.ec2, self.image))
        answer = self.ec2.describe_images(
            IncludeDisabled=True, Filters=[{"Name": "image-id", "Values": [self.image]}]
        )
        self.assertEqual("disabled", answer["Images"][0]["State"])

        self.ec2.enable_image(ImageId=self.image)
        self.assertEqual("available", image_in(self.ec2, self.image)["State"])

    @differs_on_moto("it does not know protection")
    def test_a_protected_image_stays(self):
        self.ec2.enable_image_deregistration_protection(ImageId=self.image)
        self.refused("OperationNotPermitted", self.ec2.deregister_image, ImageId=self.image)

        self.ec2.disable_image_deregistration_protection(ImageId=self.image)
        self.ec2.deregister_image(ImageId=self.image)
        self.assertIsNone(image_in(self.ec2, self.image))


class Regions(CloudTest):
    def test_regions_are_known(self):
        names = {r["RegionName"] for r in self.ec2.describe_regions()["Regions"]}

        self.assertLessEqual({HOME, AWAY}, names)


if __name__ == "__main__":
    unittest.main(verbosity=2)
