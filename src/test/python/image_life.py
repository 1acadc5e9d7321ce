"""The life of machine images as boto3 sees it: made, copied, shared, found, deregistered."""

import time
import unittest
import uuid

from botocore.exceptions import ClientError

from cloud import (
    ACCOUNT,
    AWAY,
    FRIEND,
    HOME,
    CloudTest,
    available,
    client,
    differs_on_moto,
    ids,
    image_in,
    snapshot_ids,
    tagged,
    tags_of,
    unique,
)


class Make(CloudTest):
    def test_an_image_has_completed_snapshots(self):
        image = self.make()

        snapshots = self.ec2.describe_snapshots(SnapshotIds=snapshot_ids(image))["Snapshots"]
        self.assertEqual(ACCOUNT, image["OwnerId"])
        self.assertGreaterEqual(len(snapshots), 1)
        self.assertEqual({"completed"}, {snapshot["State"] for snapshot in snapshots})

    @differs_on_moto("it fails on tags for the snapshots")
    def test_each_tag_specification_is_for_its_own_kind(self):
        image_id = self.ec2.create_image(
            InstanceId=self.instance,
            Name=unique("web"),
            TagSpecifications=tagged({"on": "image"}, "image")
            + tagged({"on": "snapshot", "empty": ""}, "snapshot"),
        )["ImageId"]
        image = available(self.ec2, image_id)

        snapshots = self.ec2.describe_snapshots(SnapshotIds=snapshot_ids(image))["Snapshots"]
        self.assertEqual({"on": "image"}, tags_of(image))
        for snapshot in snapshots:
            self.assertEqual({"on": "snapshot", "empty": ""}, tags_of(snapshot))

    @differs_on_moto("names need not be unique")
    def test_a_name_is_taken_once(self):
        name = self.make()["Name"]

        self.refused(
            "InvalidAMIName.Duplicate",
            self.ec2.create_image,
            InstanceId=self.instance,
            Name=name,
        )

    def test_an_unknown_instance_is_refused(self):
        self.refused(
            "InvalidInstanceID.NotFound",
            self.ec2.create_image,
            InstanceId="i-00000000000000bad",
            Name=unique("web"),
        )

    def test_a_dry_run_makes_nothing(self):
        name = unique("web")

        self.refused(
            "DryRunOperation",
            self.ec2.create_image,
            InstanceId=self.instance,
            Name=name,
            DryRun=True,
        )
        named = self.ec2.describe_images(Filters=[{"Name": "name", "Values": [name]}])
        self.assertEqual([], named["Images"])


class Copy(CloudTest):
    def setUp(self):
        self.away = client("ec2", AWAY)
        self.source = self.make()

    def copy(self, **more):
        parameters = {
            "Name": self.source["Name"],
            "SourceImageId": self.source["ImageId"],
            "SourceRegion": HOME,
            **more,
        }
        return self.away.copy_image(**parameters)["ImageId"]

    def test_a_copy_is_an_image_of_its_own(self):
        copy = available(self.away, self.copy(Description="away"))

        self.assertNotEqual(self.source["ImageId"], copy["ImageId"])
        self.assertEqual(self.source["Name"], copy["Name"])
        self.assertEqual("away", copy["Description"])
        self.assertEqual(ACCOUNT, copy["OwnerId"])
        self.assertEqual(self.source["Architecture"], copy["Architecture"])

    def test_a_copy_has_snapshots_of_its_own(self):
        copy = available(self.away, self.copy())

        self.assertEqual(len(snapshot_ids(self.source)), len(snapshot_ids(copy)))
        self.assertFalse(set(snapshot_ids(self.source)) & set(snapshot_ids(copy)))

    @differs_on_moto("it ignores client tokens")
    def test_a_client_token_makes_one_copy(self):
        token = uuid.uuid4().hex

        self.assertEqual(self.copy(ClientToken=token), self.copy(ClientToken=token))

    @differs_on_moto("it ignores client tokens")
    def test_a_client_token_is_for_one_request_only(self):
        token = uuid.uuid4().hex
        self.copy(ClientToken=token)

        self.refused(
            "IdempotentParameterMismatch",
            self.copy,
            ClientToken=token,
            Description="another",
        )

    def test_an_unknown_source_is_refused(self):
        self.refused("InvalidAMIID.NotFound", self.copy, SourceImageId="ami-00000000000000bad")


class Share(CloudTest):
    def setUp(self):
        self.image = self.make()["ImageId"]
        self.friend = client("ec2", account=FRIEND)

    def permit(self, **change):
        self.ec2.modify_image_attribute(ImageId=self.image, LaunchPermission=change)

    def permissions(self):
        return self.ec2.describe_image_attribute(
            ImageId=self.image, Attribute="launchPermission"
        )["LaunchPermissions"]

    @differs_on_moto("it has no notion of who asks")
    def test_a_private_image_is_hidden_from_others(self):
        self.refused(
            "InvalidAMIID.NotFound", self.friend.describe_images, ImageIds=[self.image]
        )

    @differs_on_moto("it has no notion of who asks")
    def test_a_shared_image_is_seen_by_the_friend(self):
        self.permit(Add=[{"UserId": FRIEND}])

        self.assertEqual([{"UserId": FRIEND}], self.permissions())
        shared = self.friend.describe_images(ImageIds=[self.image])["Images"][0]
        self.assertEqual(ACCOUNT, shared["OwnerId"])
        mine = self.friend.describe_images(ExecutableUsers=["self"])
        self.assertIn(self.image, ids(mine))

    def test_a_permission_can_be_taken_back(self):
        self.permit(Add=[{"UserId": FRIEND}])
        self.permit(Remove=[{"UserId": FRIEND}])

        self.assertEqual([], self.permissions())

    def test_a_group_makes_it_public(self):
        self.permit(Add=[{"Group": "all"}])

        self.assertEqual([{"Group": "all"}], self.permissions())
        self.assertTrue(image_in(self.ec2, self.image)["Public"])


class Describe(CloudTest):
    def found(self, **parameters):
        return ids(self.ec2.describe_images(**parameters))

    def filtered(self, **filters):
        return self.found(
            Filters=[
                {"Name": name.replace("__", ":").replace("_", "-"), "Values": values}
                for name, values in filters.items()
            ]
        )

    def test_filters_by_tag_name_and_state(self):
        family = unique("family")
        one = self.make(name=family + "-one", tags={"family": family, "n": "1"})["ImageId"]
        two = self.make(name=family + "-two", tags={"family": family, "n": "2"})["ImageId"]
        both = sorted([one, two])

        self.assertEqual(both, self.filtered(tag__family=[family]))
        self.assertEqual([one], self.filtered(tag__family=[family], tag__n=["1"]))
        self.assertEqual(both, self.filtered(tag__family=[family], tag__n=["1", "2"]))
        self.assertEqual(both, self.filtered(name=[family + "-*"]))
        self.assertEqual([two], self.filtered(name=[family + "-t?o"]))
        self.assertEqual([], self.filtered(name=[family]))
        self.assertEqual([], self.filtered(tag__family=[family], state=["pending"]))
        self.assertEqual(both, self.filtered(image_id=[one, two, "ami-00000000000000bad"]))

    @differs_on_moto("it ignores filters that it does not know")
    def test_an_unknown_filter_is_refused(self):
        self.refused(
            "InvalidParameterValue",
            self.ec2.describe_images,
            Filters=[{"Name": "colour", "Values": ["red"]}],
        )

    @differs_on_moto("it answers what it knows of the ids")
    def test_one_unknown_id_fails_the_call(self):
        known = self.make()["ImageId"]

        self.refused(
            "InvalidAMIID.NotFound",
            self.ec2.describe_images,
            ImageIds=[known, "ami-00000000000000bad"],
        )

    def test_a_malformed_id_is_refused(self):
        self.refused("InvalidAMIID.Malformed", self.ec2.describe_images, ImageIds=["web-42"])

    @differs_on_moto("it has no paging")
    def test_pages_hold_every_image_once(self):
        family = unique("family")
        made = sorted(self.make(tags={"family": family})["ImageId"] for _ in range(7))
        family_filter = [{"Name": "tag:family", "Values": [family]}]

        pages = list(
            self.ec2.get_paginator("describe_images").paginate(
                Filters=family_filter, PaginationConfig={"PageSize": 5}
            )
        )

        self.assertGreater(len(pages), 1)
        self.assertEqual(made, sorted(i for page in pages for i in ids(page)))
        self.assertNotIn("NextToken", pages[-1])

    @differs_on_moto("it has no paging")
    def test_a_page_has_its_limits(self):
        describe = self.ec2.describe_images
        self.refused("InvalidParameterValue", describe, MaxResults=4)
        self.refused("InvalidParameterCombination", describe, MaxResults=5, ImageIds=["ami-00000000000000bad"])
        self.refused("InvalidParameterValue", describe, MaxResults=5, NextToken="nonsense")


class Deregister(CloudTest):
    def test_snapshots_outlive_the_image(self):
        image = self.make()
        snapshot = snapshot_ids(image)[0]

        self.refused("InvalidSnapshot.InUse", self.ec2.delete_snapshot, SnapshotId=snapshot)
        self.ec2.deregister_image(ImageId=image["ImageId"])
        described = self.ec2.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"]
        self.assertEqual([snapshot], [s["SnapshotId"] for s in described])
        self.delete_when_free(snapshot)
        self.refused(
            "InvalidSnapshot.NotFound", self.ec2.describe_snapshots, SnapshotIds=[snapshot]
        )

    def delete_when_free(self, snapshot):
        """EC2 may hold a snapshot in use for a while after its image went."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.ec2.delete_snapshot(SnapshotId=snapshot)
            except ClientError as refusal:
                code = refusal.response["Error"]["Code"]
                if code != "InvalidSnapshot.InUse" or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    @differs_on_moto("it does not know DeleteAssociatedSnapshots")
    def test_snapshots_go_with_the_image_on_request(self):
        image = self.make()

        answer = self.ec2.deregister_image(
            ImageId=image["ImageId"], DeleteAssociatedSnapshots=True
        )

        self.assertEqual(
            [(snapshot, "success") for snapshot in snapshot_ids(image)],
            [(r["SnapshotId"], r["ReturnCode"]) for r in answer["DeleteSnapshotResults"]],
        )

    def test_an_unknown_image_is_refused(self):
        self.refused(
            "InvalidAMIID.NotFound",
            self.ec2.deregister_image,
            ImageId="ami-00000000000000bad",
        )


class Wire(CloudTest):
    def test_sts_tells_the_account_of_the_key(self):
        self.assertEqual(ACCOUNT, client("sts").get_caller_identity()["Account"])

    @differs_on_moto("it has no notion of who asks")
    def test_a_key_of_twelve_digits_is_that_account(self):
        identity = client("sts", account=FRIEND).get_caller_identity()
        self.assertEqual(FRIEND, identity["Account"])

    @differs_on_moto("it models other actions")
    def test_an_action_that_is_not_modelled_says_so(self):
        with self.assertRaises(ClientError) as refusal:
            self.ec2.describe_local_gateways()
        error = refusal.exception.response["Error"]
        self.assertEqual("UnsupportedOperation", error["Code"])
        self.assertIn("DescribeLocalGateways", error["Message"])

    def test_text_arrives_as_it_was_sent(self):
        text = "a<b> & \"c\" 'd' =?+% äßπ漢😀"
        image = self.make(tags={"text": text})

        self.assertEqual(text, tags_of(image)["text"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
