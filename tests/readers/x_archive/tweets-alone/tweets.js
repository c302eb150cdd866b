window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : { "initial" : { "editTweetIds" : [ "1898765432109876543" ], "editsRemaining" : "5", "isEditEligible" : false } },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities" : {
        "hashtags" : [ { "text" : "gardens", "indices" : [ "15", "23" ] } ],
        "symbols" : [ ], "user_mentions" : [ ],
        "urls" : [ { "url" : "https://t.co/abc", "expanded_url" : "https://riverside.example/seeds?utm_campaign=spring-2026", "display_url" : "riverside.example/seeds", "indices" : [ "24", "40" ] } ]
      },
      "display_text_range" : [ "0", "40" ],
      "favorite_count" : "12", "id_str" : "1898765432109876543", "truncated" : false,
      "retweet_count" : "3", "id" : "1898765432109876543",
      "created_at" : "Tue Mar 10 09:15:00 +0000 2026",
      "favorited" : false, "full_text" : "Seeds &amp; beans #gardens https://t.co/abc", "lang" : "en"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "urls" : [ ] },
      "favorite_count" : "0", "id_str" : "1898765432109876544", "retweet_count" : "9",
      "created_at" : "Tue Mar 10 10:15:00 +0000 2026", "full_text" : "RT @other: hello", "lang" : "en"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "urls" : [ ] }, "in_reply_to_status_id_str" : "1898765432109876500",
      "in_reply_to_screen_name" : "neighbour", "favorite_count" : "1", "id_str" : "1898765432109876545",
      "retweet_count" : "0", "created_at" : "Tue Mar 10 11:15:00 +0000 2026", "full_text" : "@neighbour Yes, on Saturday", "lang" : "en"
    }
  },
  {
    "tweet" : { "favorite_count" : "1", "retweet_count" : "0", "created_at" : "Tue Mar 10 11:15:00 +0000 2026", "full_text" : "no id" }
  }
]