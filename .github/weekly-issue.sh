#!/bin/sh
# Opens the one issue of the weekly job, or updates it; closes it when there is nothing to report.
# Use: weekly-issue.sh BODY.md, with GH_TOKEN and GH_REPO set; needs GitHub's own `gh`.
set -eu
title="Weekly: links, sources and reviews"
number=$(gh issue list --state open --label weekly --json number --jq '.[0].number // empty')
if [ ! -s "$1" ]; then
  [ -z "$number" ] || gh issue close "$number" --comment "Nothing to report this week."
elif [ -n "$number" ]; then
  gh issue edit "$number" --body-file "$1"
else
  gh label create weekly --description "Kept by the weekly job" --force
  gh issue create --title "$title" --label weekly --body-file "$1"
fi
