"""Profiles in social networks."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.social.profile",
    title="Profile in a social network",
    dpv="SocialMedia",
    names=(
        r"\b(twitter|facebook|instagram|linked ?in|tik ?tok|snapchat|skype|telegram|mastodon|bluesky"
        r"|github|xing|whatsapp|discord)( ?(id|handle|url|profile|name|account|user))?\b"
        r"|\bsocial ?(media|profile|handle)\b"
    ),
    never=r"\b(count|followers|likes|shares|ads?|clicks|campaign)\b",
    named=0.72,
    types=("text",),
    found=("twitter_handle", "linkedin_url"),
    absent=("twitter_followers_count", "social_security"),
)
