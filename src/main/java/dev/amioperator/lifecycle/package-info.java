/**
 * What the kinds share: whose a thing in EC2 is, how its attributes converge, how it is deleted,
 * and how an object's status tells of it. Decisions here are pure functions over records.
 */
package dev.amioperator.lifecycle;
